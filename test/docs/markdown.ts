import { readdirSync, readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Block {
  page: string;
  /** Of its first line of text, from 1. */
  line: number;
  /** The first word behind the fence; empty without one. */
  language: string;
  /** The other words: a file name, or what the block claims to be. */
  label: string;
  text: string;
}

export interface Link {
  page: string;
  line: number;
  target: string;
}

/** Every page of the repository's own Markdown, by its path from the root. */
export function pages(): string[] {
  const docs = readdirSync('docs').filter((name) => name.endsWith('.md'));
  return [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'test/mutation/README.md',
    ...docs.sort().map((name) => `docs/${name}`),
  ];
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { lines: string[] }) | null = null;
  for (const [index, line] of linesOf(page).entries()) {
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    if (open === null && fence !== null) {
      const [, language = '', label = ''] = fence;
      open = { page, line: index + 2, language, label, text: '', lines: [] };
    } else if (open !== null && line === '```') {
      const { lines, ...block } = open;
      blocks.push({ ...block, text: lines.join('\n') });
      open = null;
    } else open?.lines.push(line);
  }
  if (open !== null) throw new Error(`${page}:${open.line}: the block does not end`);
  return blocks;
}

/** Links and pictures outside of blocks and of inline code. */
export function linksOf(page: string): Link[] {
  return proseOf(page).flatMap((line, index) => {
    const text = line.replace(/`[^`]*`/g, (code) => '`'.repeat(code.length));
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => {
      return { page, line: index + 1, target };
    });
  });
}

/** What a `#` behind the page's address may name: its headings, as GitHub writes them. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const line of proseOf(page)) {
    const [, heading] = /^#{1,6} (.+)$/.exec(line) ?? [];
    if (heading === undefined) continue;
    const plain = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
    anchors.add(plain.replaceAll(' ', '-'));
  }
  return anchors;
}

/** A page in its parts, each from one heading to the next; the heading stands in its first line. */
export function sectionsOf(page: string): string[] {
  return proseOf(page)
    .join('\n')
    .split(/^(?=#{1,6} )/m);
}

/** The lines of a page; those of blocks are empty. */
function proseOf(page: string): string[] {
  let inside = false;
  return linesOf(page).map((line) => {
    const isFence = line.startsWith('```');
    if (isFence) inside = !inside;
    return inside || isFence ? '' : line;
  });
}

function linesOf(page: string): string[] {
  return readFileSync(page, 'utf8').split('\n');
}
