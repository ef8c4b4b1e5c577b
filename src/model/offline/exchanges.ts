import { isoDate } from './english/dates.ts';

/** One exchange of an extraction request. */
export interface Exchange {
  date: string | null;
  /** What the user typed; pasted passages are left out. */
  typed: string;
  assistant: string;
}

const LINE = /^<(\/?)(exchange|user|third-party|assistant)(?: date="([^"]{0,40})")?>$/u;

/** Reads an `<exchanges>` block. The texts in it cannot spell its tags: they come escaped. */
export function readExchanges(block: string): Exchange[] {
  const found: Exchange[] = [];
  let inside: string | null = null;
  let lines: string[] = [];
  for (const line of block.split('\n')) {
    const [, closing, tag, date = ''] = LINE.exec(line) ?? [];
    if (tag === undefined) lines.push(line);
    else if (tag === 'exchange') {
      if (closing === '') found.push({ date: isoDate(date), typed: '', assistant: '' });
    } else if (closing === '') {
      inside = tag;
      lines = [];
    } else {
      close(found.at(-1), inside, lines.join('\n'));
      inside = null;
    }
  }
  return found;
}

function close(exchange: Exchange | undefined, tag: string | null, text: string): void {
  if (exchange === undefined) return;
  if (tag === 'user') exchange.typed = exchange.typed === '' ? text : `${exchange.typed}\n${text}`;
  if (tag === 'assistant') exchange.assistant = text;
}

/** The text between `<tag>` and `</tag>`, without them; null when it is not there. */
export function blockOf(text: string, tag: string): string | null {
  const start = text.lastIndexOf(`<${tag}>\n`);
  if (start === -1) return null;
  const end = text.indexOf(`</${tag}>`, start);
  return text.slice(start + tag.length + 3, end === -1 ? undefined : end);
}
