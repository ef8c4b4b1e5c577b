import { fstatSync } from 'node:fs';
import { MemchatError } from '../errors.ts';
import { MAX_MESSAGE, type Passage } from '../memory/turn.ts';
import type { TerminalInput } from './output/terminal.ts';

/** How long standard input beside a prompt may stay silent before a word is said, in milliseconds. */
const SILENCE_MS = 3_000;

const WAITING = 'waiting for standard input; Ctrl-C stops, and < /dev/null says that there is none';
const GIVEN_UP =
  'nothing came on standard input, so it is answered without; < /dev/null says that there is none';

/**
 * The message of `-p`. A prompt alone, or standard input alone, is the user's words; what is piped
 * in beside a prompt is third-party text. A silent pipe of a shell is waited for, and said to be; a
 * silent socket, which programs that start others often leave open for good, is given up.
 * @throws MemchatError `usage` when there is neither, or more than 200,000 characters.
 */
export async function printMessage(
  prompt: string | true,
  stdin: TerminalInput,
  say: (notice: string) => void,
): Promise<Passage[]> {
  if (prompt === true) {
    if (stdin.isTTY === true) {
      throw new MemchatError('-p needs a prompt: memchat -p "TEXT", or pipe one in.', 'usage');
    }
    return [{ origin: 'typed', text: (await readAll(stdin)).trimEnd() }];
  }
  const typed: Passage = { origin: 'typed', text: prompt };
  const kind = stdin.isTTY === true ? 'device' : kindOfInput();
  if (kind === 'device') return [typed];
  let given = false;
  const timer = setTimeout(() => {
    given = kind === 'socket';
    say(given ? GIVEN_UP : WAITING);
    if (given) stdin.destroy();
  }, SILENCE_MS);
  const piped = await readAll(stdin, () => clearTimeout(timer))
    .catch((error: unknown) => {
      if (!given || error instanceof MemchatError) throw error;
      return '';
    })
    .finally(() => clearTimeout(timer));
  if (piped.trim() === '') return [typed];
  return [typed, { origin: 'third-party', text: `\n\n${piped.trimEnd()}` }];
}

/** What standard input is; a device such as /dev/null carries no message. */
function kindOfInput(): 'pipe' | 'socket' | 'device' {
  try {
    const stat = fstatSync(0);
    if (stat.isSocket()) return 'socket';
    return stat.isFIFO() || stat.isFile() ? 'pipe' : 'device';
  } catch {
    // A closed standard input carries nothing.
    return 'device';
  }
}

/** Reads to the end; `onData` is called with each piece that comes. */
async function readAll(stdin: TerminalInput, onData: () => void = () => {}): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin) {
    onData();
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > MAX_MESSAGE) {
      throw new MemchatError(
        `Standard input has more than ${MAX_MESSAGE} characters, the limit of a message. Send it in parts.`,
        'usage',
      );
    }
  }
  return text + decoder.decode();
}
