/** What a check is about: a stable word that programs may match on. */
export type Check =
  | 'version'
  | 'terminal'
  | 'settings'
  | 'dotenv'
  | 'credential'
  | 'reachability'
  | 'model'
  | 'embeddings'
  | 'store-location'
  | 'server'
  | 'encryption'
  | 'tables'
  | 'role'
  | 'file-system'
  | 'permissions'
  | 'memory-file'
  | 'revisions'
  | 'pending'
  | 'transcript'
  | 'costs'
  | 'quarantine'
  | 'lock'
  | 'links'
  | 'names'
  | 'leftovers'
  | 'foreign-files'
  | 'not-examined';

/**
 * `note`: good to know, nothing to do. `warning`: memchat goes on, but something is lost or weaker.
 * `problem`: something does not work, or is not safe.
 */
export type FindingStatus = 'ok' | 'note' | 'warning' | 'problem';

/** What an examination found, with the way to mend it. */
export interface Finding {
  check: Check;
  status: FindingStatus;
  /** For people. May quote names of files as they are: sanitise it before it is shown. */
  message: string;
  /** A command line to paste; null when none is needed, or none is known. */
  mend: string | null;
}

export function finding(
  check: Check,
  status: FindingStatus,
  message: string,
  mend: string | null = null,
): Finding {
  return { check, status, message, mend };
}

const WORST_FIRST = ['problem', 'warning', 'note', 'ok'] as const;

/** The worst status among the findings; `ok` for none. */
export function worstOf(findings: readonly Finding[]): FindingStatus {
  return WORST_FIRST.find((status) => findings.some((one) => one.status === status)) ?? 'ok';
}

/**
 * A command line of these words, quoted for a POSIX shell (on Windows for PowerShell), in which no
 * character does anything to a terminal. Null when a word cannot be written so: a file name that is
 * not UTF-8 was read with replacement characters in it.
 */
export function shellCommand(
  words: readonly string[],
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (words.some((word) => word.includes('\ufffd'))) return null;
  return words.map((word) => shellWord(word, platform)).join(' ');
}

function shellWord(word: string, platform: NodeJS.Platform): string {
  if (/^[A-Za-z0-9_%+=:,./-]+$/.test(word)) return word;
  if (platform === 'win32') return `'${word.replaceAll("'", "''")}'`;
  if (!/[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(word)) {
    return `'${word.replaceAll("'", "'\\''")}'`;
  }
  const bytes = [...Buffer.from(word)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte),
  );
  return `$'${bytes.join('')}'`;
}
