import type { Passage } from '../../memory/turn.ts';
import type { Editor } from './editor.ts';
import { type Line, passagesOf, textOf } from './line.ts';

const PROMPT = 'you> ';

/**
 * What a person entered: one message, a line that starts with `/`, or the wish to leave. `entered`: as
 * it was, for the up arrow.
 */
export type Message =
  | { type: 'message'; passages: Passage[]; entered: Passage[] }
  | { type: 'command'; line: string; entered: Passage[] }
  | { type: 'leave' };

/** Reads until there is a message: over several lines where they end in a backslash. */
export async function readMessage(editor: Editor): Promise<Message> {
  let lines: Line[] = [];
  for (;;) {
    const prompt = lines.length === 0 ? PROMPT : editor.continuation;
    const entry = await editor.read(prompt, lines.length > 0);
    if (entry.type === 'leave') return entry;
    if (entry.type === 'cancel') {
      lines = [];
      continue;
    }
    const { line } = entry;
    if (continues(line)) {
      lines.push({ ...line, text: line.text.slice(0, -1) });
      continue;
    }
    lines.push(line);
    const entered = passagesOf(lines);
    const [first] = lines;
    if (first !== undefined && isCommand(first)) {
      // A slash is doubled in the first line only to send it as it is.
      if (!first.text.startsWith('//')) {
        return { type: 'command', line: textOf(lines), entered };
      }
      lines[0] = withoutFirst(first);
    }
    const passages = passagesOf(lines);
    if (passages.some(({ text }) => text.trim() !== '')) {
      return { type: 'message', passages, entered };
    }
    lines = [];
  }
}

/** Typed, and ends in a backslash that is not itself escaped by one. */
function continues({ text, pasted }: Line): boolean {
  const backslashes = /\\*$/.exec(text)?.[0].length ?? 0;
  return backslashes % 2 === 1 && pasted.every(({ end }) => end < text.length);
}

/** A pasted path is no command. */
function isCommand({ text, pasted }: Line): boolean {
  return text.startsWith('/') && pasted.every(({ start }) => start > 0);
}

function withoutFirst({ text, pasted }: Line): Line {
  const moved = pasted.map((span) => ({ ...span, start: span.start - 1, end: span.end - 1 }));
  return { text: text.slice(1), pasted: moved };
}
