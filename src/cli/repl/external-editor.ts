import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errnoOf, MemchatError } from '../../errors.ts';
import { MAX_MESSAGE } from '../../memory/turn.ts';
import { sanitiseLine } from '../output/sanitise.ts';

/**
 * Lets the person write in their editor, which has the terminal until it ends. `command` may have
 * arguments, as in `code --wait`; null: none is set. The file is theirs alone (0600) and is gone
 * afterwards, whatever happens.
 * @returns the text, line breaks as LF, without those at its end.
 * @throws MemchatError `usage` when there is no editor, when it fails, or for what is no message.
 */
export async function editText(command: string | null, text: string): Promise<string> {
  if (command === null) {
    throw new MemchatError(
      'There is no editor to write in. Name yours before you start memchat: export EDITOR=nano',
      'usage',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'memchat-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const file = join(folder, 'message.md');
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600, flag: 'wx' });
    await run(command, file);
    return written(file);
  } catch (error) {
    if (error instanceof MemchatError || errnoOf(error) === undefined) throw error;
    throw failed(command, `${errnoOf(error)}`, error);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function run(command: string, file: string): Promise<void> {
  // Loaded when it is needed: the first prompt does not wait for it.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    // The variable is a line for the shell, as other programs read it.
    const child =
      process.platform === 'win32'
        ? spawn(`${command} "${file}"`, { stdio: 'inherit', shell: true })
        : spawn('/bin/sh', ['-c', `${command} "$@"`, 'sh', file], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(failed(command, signal ?? `exit code ${code}`));
    });
  });
}

function written(file: string): string {
  // Four bytes are the most that a character takes.
  if (statSync(file).size > MAX_MESSAGE * 4) {
    const limit = MAX_MESSAGE.toLocaleString('en');
    throw new MemchatError(
      `That is more than ${limit} characters, the limit of a message. Send it in parts.`,
      'usage',
    );
  }
  return readFileSync(file, 'utf8')
    .replace(/^\ufeff/u, '')
    .replace(/\r\n?/gu, '\n')
    .replace(/\n+$/u, '');
}

function failed(command: string, why: string, cause?: unknown): MemchatError {
  return new MemchatError(
    `The editor "${sanitiseLine(command)}" failed (${why}), and what was written in it is not taken. See VISUAL and EDITOR.`,
    'usage',
    cause,
  );
}
