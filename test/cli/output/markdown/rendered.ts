import { MarkdownStream } from '../../../../src/cli/output/markdown/stream.ts';

export interface Rendering {
  columns?: number;
  styles?: boolean;
  ascii?: boolean;
}

export function stream({ columns = 80, styles = false, ascii = false }: Rendering = {}) {
  return new MarkdownStream({ columns: () => columns, styles, ascii });
}

/** The document as it is shown when it comes in one piece. */
export function rendered(markdown: string, options?: Rendering): string {
  const markdownStream = stream(options);
  return markdownStream.push(markdown) + markdownStream.end();
}

/** The same when it comes in these pieces. */
export function inPieces(pieces: Iterable<string>, options?: Rendering): string {
  const markdownStream = stream(options);
  let shown = '';
  for (const piece of pieces) shown += markdownStream.push(piece);
  return shown + markdownStream.end();
}

const SGR = new RegExp(`${String.fromCharCode(0x1b)}\\[[\\d;]*m`, 'g');

export function withoutStyles(shown: string): string {
  return shown.replaceAll(SGR, '');
}

/** Styles by name: `<1;4>` for bold and underlined, `<0>` for the end. */
export function named(shown: string): string {
  return shown.replaceAll(SGR, (code) => `<${code.slice(2, -1)}>`);
}
