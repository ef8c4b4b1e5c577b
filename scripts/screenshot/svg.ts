import { displayWidth } from '../../src/cli/output/width.ts';

/** Columns and lines of text, in pixels. */
const CELL = { width: 8.43, height: 20 };
const MARGIN = 24;
const BAR = 34;
const FONT = 14;

const COLOURS = [
  '#1d1f28',
  '#f07178',
  '#a5d676',
  '#e6c370',
  '#7aa2f7',
  '#c792ea',
  '#7fdbca',
  '#d5d8e2',
];
const BACKGROUND = '#1b1d26';
const FOREGROUND = '#dfe2ec';

/** A code, with its parameters. */
const SGR = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`);

interface Style {
  bold: boolean;
  faint: boolean;
  italic: boolean;
  underlined: boolean;
  struck: boolean;
  colour: string;
}

const PLAIN: Style = {
  bold: false,
  faint: false,
  italic: false,
  underlined: false,
  struck: false,
  colour: FOREGROUND,
};

/** A terminal as a picture that needs nothing else: lines with SGR codes, as tmux captures them. */
export function svgOf(screen: string, { columns, title }: { columns: number; title: string }) {
  const lines = screen.split('\n');
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(BAR + lines.length * CELL.height + 1.2 * MARGIN);
  let style = PLAIN;
  const texts = lines.map((line, row) => {
    const drawn = drawLine(line, style, BAR + (row + 1) * CELL.height);
    style = drawn.style;
    return drawn.svg;
  });
  const dots = ['#ff5f57', '#febc2e', '#28c840']
    .map((fill, at) => `<circle cx="${MARGIN + at * 20}" cy="${BAR / 2}" r="6" fill="${fill}"/>`)
    .join('');
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="${BACKGROUND}"/>`,
    dots,
    `<g font-family="ui-monospace, monospace" font-size="${FONT}">`,
    ...texts.filter((text) => text !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
  return { svg, width, height };
}

function drawLine(line: string, before: Style, y: number): { svg: string; style: Style } {
  let style = before;
  let column = 0;
  const runs: string[] = [];
  // Every second part is the parameters of a code.
  for (const [at, part] of line.split(SGR).entries()) {
    if (at % 2 === 1) style = styled(style, part);
    else if (part !== '') {
      runs.push(drawRun(part, style, column, y));
      column += displayWidth(part);
    }
  }
  return { svg: runs.join(''), style };
}

/** Word by word, each in its column: no viewer has to keep spaces, or to know how wide they are. */
function drawRun(text: string, style: Style, column: number, y: number): string {
  const { bold, faint, italic, underlined, struck, colour } = style;
  const lines = [underlined ? 'underline' : '', struck ? 'line-through' : ''].join(' ').trim();
  const look = [
    `fill="${colour}"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(italic ? ['font-style="italic"'] : []),
    ...(faint ? ['opacity="0.6"'] : []),
    ...(lines === '' ? [] : [`text-decoration="${lines}"`]),
  ].join(' ');
  const words = [...text.matchAll(/[^ ]+/g)].map(({ 0: word, index }) => {
    const x = MARGIN + (column + displayWidth(text.slice(0, index))) * CELL.width;
    const length = displayWidth(word) * CELL.width;
    const place = `x="${x.toFixed(2)}" y="${y}" textLength="${length.toFixed(2)}"`;
    return `<text ${place} ${look}>${escaped(word)}</text>`;
  });
  return words.join('');
}

function styled(before: Style, parameters: string): Style {
  return parameters.split(';').reduce((style, code) => withCode(style, Number(code)), before);
}

function withCode(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, faint: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underlined: true };
  if (code === 9) return { ...style, struck: true };
  if (code === 22) return { ...style, bold: false, faint: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underlined: false };
  if (code === 29) return { ...style, struck: false };
  if (code === 39) return { ...style, colour: FOREGROUND };
  const colour = COLOURS[code >= 90 ? code - 90 : code - 30];
  return colour === undefined ? style : { ...style, colour };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
