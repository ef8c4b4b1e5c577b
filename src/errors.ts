/**
 * Why something failed, as a stable word that programs may match on.
 * The number beside each code is the exit code of the command line (BSD sysexits where one fits).
 */
export const EXIT_CODES = {
  /** Anything without a code of its own: a defect, or a file system that said no. */
  other: 1,
  /** The command line, an argument or a user id is not valid. */
  usage: 2,
  /** A memory file cannot be parsed, or was written by a newer memchat. */
  'memory-unreadable': 65,
  /** The store cannot be written: no space, no permission, read-only. */
  'store-unwritable': 1,
  /** The server that keeps the memories does not answer. */
  'store-unavailable': 69,
  /** The API does not answer, is overloaded, or does not know the model. */
  'api-unavailable': 69,
  /** The model answered, but not in the form that was asked for. */
  'model-output': 69,
  /** A replayed conversation sent a request that its recording does not hold. */
  'not-recorded': 69,
  /** The day's budget is spent, and nobody said to go on: no model was called. */
  'over-budget': 69,
  /** A user of whom nothing is kept was to be opened, and not to be created. */
  'unknown-user': 2,
  /** Other writers kept winning; nothing was written. */
  'lock-busy': 75,
  /** No credential was found, or the API refused the one that was sent. */
  credential: 77,
  /** A configuration file or variable is not valid. */
  config: 78,
  /** Ctrl-C. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

export type ErrorCode = keyof typeof EXIT_CODES;

/**
 * The one error type of memchat: a message that tells a person what happened and what to do,
 * a stable code, and the cause. The message never holds a credential or what the user said.
 */
export class MemchatError extends Error {
  override readonly name = 'MemchatError';
  readonly code: ErrorCode;

  constructor(message: string, code: ErrorCode, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/**
 * The code of a MemchatError; null for anything else. By its name, for what is bundled apart has a
 * class of its own.
 */
export function codeOf(error: unknown): ErrorCode | null {
  if (!(error instanceof Error) || error.name !== 'MemchatError' || !('code' in error)) return null;
  const { code } = error;
  return isCode(code) ? code : null;
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(EXIT_CODES, code);
}

/** The exit code for whatever was thrown; 1 for what is not a MemchatError. */
export function exitCodeOf(error: unknown): number {
  return EXIT_CODES[codeOf(error) ?? 'other'];
}

/** The `code` of a Node.js system error ("ENOENT"), or undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return undefined;
}
