import { errnoOf, MemchatError } from '../errors.ts';

/** How long a password manager may take, in milliseconds: a person may have to unlock it. */
const TIMEOUT_MS = 60_000;
/** A key is short: what prints more is another program. */
const MAX_OUTPUT = 64 * 1024;

/**
 * The API key that a password manager prints: the first line of its standard output. The command is
 * run as it is, without a shell. What it prints is neither shown nor kept, whatever happens.
 * @throws MemchatError `credential` when there is no such program, it fails, takes too long or prints
 *   no key.
 */
export async function keyFromCommand(
  [program = '', ...words]: readonly string[],
  timeoutMs = TIMEOUT_MS,
): Promise<string> {
  // Few have a command: the others need not wait for what runs it.
  const { execFile } = await import('node:child_process');
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      program,
      words,
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT, windowsHide: true },
      (error, stdout) => {
        // The error has the command line and its output in it: neither goes on.
        if (error !== null) reject(failure(program, error, timeoutMs));
        else resolve(stdout);
      },
    );
    // Not ours to answer: a manager that asks does so on the terminal itself.
    child.stdin?.end();
  });
  const key = output.split(/\r?\n/, 1)[0]?.trim() ?? '';
  if (/^[!-~]+$/.test(key)) return key;
  throw refusal(program, key === '' ? 'printed nothing' : 'printed something that is no key');
}

function failure(
  program: string,
  error: Error & { code?: unknown; killed?: boolean },
  timeoutMs: number,
): MemchatError {
  const code = errnoOf(error);
  if (code === 'ENOENT') return refusal(program, 'is not installed, or not in PATH');
  if (code === 'EACCES') return refusal(program, 'may not be run: it is not executable');
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return refusal(program, 'printed far more than a key');
  }
  if (error.killed === true) {
    return refusal(program, `did not answer within ${Math.round(timeoutMs / 1000)} s`);
  }
  const ended = typeof error.code === 'number' ? `failed with exit code ${error.code}` : 'failed';
  return refusal(program, ended);
}

function refusal(program: string, what: string): MemchatError {
  return new MemchatError(
    `The API key could not be read: ${program} ${what} (apiKeyCommand in the settings file). Run the command yourself to see why; memchat setup changes it.`,
    'credential',
  );
}
