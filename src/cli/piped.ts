import { fstatSync } from 'node:fs';
import { MemchatError } from '../errors.ts';
import { MAX_MESSAGE, type Passage } from '../memory/turn.ts';
import type { TerminalInput } from './output/terminal.ts';

/**
 * How long a pipe beside a prompt may stay silent before it is taken for one that nobody writes to,
 * in milliseconds. A program that starts memchat often leaves its pipe open for good.
 */
const SILENCE_MS = 3_000;

/**
 * The message of `-p`. A prompt alone, or standard input alone, is the user's words; what is piped
 * in beside a prompt is third-party text.
 * @throws MemchatError `usage` when there is neither, or more than 200,000 characters.
 */
export async function printMessage(
  prompt: string | true,
  stdin: TerminalInput,
): Promise<Passage[]> {
  if (prompt === true) {
    if (stdin.isTTY === true) {
      throw new MemchatError('-p needs a prompt: memchat -p "…", or pipe one in.', 'usage');
    }
    return [{ origin: 'typed', text: (await readAll(stdin, null)).trimEnd() }];
  }
  const typed: Passage = { origin: 'typed', text: prompt };
  if (stdin.isTTY === true || !mayCarryData()) return [typed];
  const piped = await readAll(stdin, SILENCE_MS);
  if (piped.trim() === '') return [typed];
  return [typed, { origin: 'third-party', text: `\n\n${piped.trimEnd()}` }];
}

/** Standard input is a pipe, a socket or a file: a device such as /dev/null carries no message. */
function mayCarryData(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isSocket() || stat.isFile();
  } catch {
    // A closed standard input carries nothing.
    return false;
  }
}

/** Reads to the end; with `silenceMs`, gives up when nothing at all comes for that long. */
async function readAll(stdin: TerminalInput, silenceMs: number | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const timer =
    silenceMs === null
      ? undefined
      : setTimeout(() => {
          stdin.destroy();
        }, silenceMs);
  try {
    for await (const chunk of stdin) {
      clearTimeout(timer);
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      if (text.length > MAX_MESSAGE) {
        throw new MemchatError(
          `Standard input has more than ${MAX_MESSAGE} characters, the limit of a message. Send it in parts.`,
          'usage',
        );
      }
    }
  } catch (error) {
    // Destroyed by the timer: nobody writes to this pipe.
    const silent = text === '' && stdin.destroyed && !(error instanceof MemchatError);
    if (!silent) throw error;
  } finally {
    clearTimeout(timer);
  }
  return text + decoder.decode();
}
