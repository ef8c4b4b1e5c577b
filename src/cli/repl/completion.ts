/** One way to go on. */
export interface Option {
  text: string;
  /** What it is, for a list of several. */
  about?: string;
}

/** What the text behind `start` may become; no options: nothing is known. */
export interface Completion {
  start: number;
  options: readonly Option[];
}

/** What a Tab comes to. */
export interface Completed {
  /** What goes in place of the text from `start` on; null: it stays. */
  text: string | null;
  /** The ways to go on, where there are several and none is nearer. */
  list: readonly Option[];
}

/** Goes on as far as all options go; where that is no further, they are listed. */
export function completed(text: string, { start, options }: Completion): Completed {
  const word = text.slice(start);
  const [only, ...others] = options;
  if (only === undefined) return { text: null, list: [] };
  if (others.length === 0) return { text: closed(only.text), list: [] };
  const common = options.map((option) => option.text).reduce(commonPrefix);
  if (common.length > word.length) return { text: common, list: [] };
  return { text: null, list: options };
}

/** A folder goes on, everything else is over. */
function closed(text: string): string {
  return text.endsWith('/') && text.length > 1 ? text : `${text} `;
}

/** The options in columns, or a line each where something is known of them. Plain text. */
export function renderOptions(options: readonly Option[], columns: number): string {
  const width = Math.max(...options.map(({ text }) => text.length)) + 2;
  if (options.some(({ about }) => about !== undefined)) {
    return options
      .map(({ text, about = '' }) => `${text.padEnd(width)}${about}`.slice(0, columns).trimEnd())
      .join('\n');
  }
  const perRow = Math.max(Math.floor(columns / width), 1);
  const rows: string[] = [];
  for (let at = 0; at < options.length; at += perRow) {
    const row = options.slice(at, at + perRow).map(({ text }) => text.padEnd(width));
    rows.push(row.join('').trimEnd());
  }
  return rows.join('\n');
}

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
