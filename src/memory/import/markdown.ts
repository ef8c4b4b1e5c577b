import { MARKDOWN, unescapeMarkdown } from '../export-markdown.ts';
import { words } from '../words.ts';
import { type ImportedMemory, notRead, onlyFacts, type Reading } from './imported.ts';
import { factIn, preferenceIn } from './markdown-item.ts';

/**
 * The list items of a Markdown document as facts, with the nearest heading as their tag; of an
 * export also the name, the summary and the preferences. Null for a text without a list that is no
 * export either.
 */
export function readMarkdown(text: string): Reading | null {
  const blocks = blocksOf(text);
  const [title] = blocks;
  if (title?.kind === 'heading' && title.level === 1 && title.text.startsWith(MARKDOWN.title)) {
    return readExport(blocks.slice(1));
  }
  let tag: string | undefined;
  const facts: ImportedMemory['facts'] = [];
  let left = 0;
  for (const block of blocks) {
    if (block.kind === 'heading') tag = unescapeMarkdown(block.text);
    else if (block.kind === 'item') facts.push({ ...factIn(block.text), ...(tag ? { tag } : {}) });
    else left++;
  }
  if (facts.length === 0) return null;
  const problems = notRead(left, 'paragraph that is no list', 'paragraphs that are no list');
  return onlyFacts('markdown', facts, problems);
}

function readExport(blocks: readonly Block[]): Reading {
  const imported: ImportedMemory = {
    format: 'markdown',
    name: null,
    summary: null,
    facts: [],
    preferences: [],
    problems: [],
  };
  let section = '';
  let keyless = 0;
  let tag: string | undefined;
  for (const { kind, level, text } of blocks) {
    if (kind === 'heading') {
      if (level < 3) section = text;
      const names: string[] = [MARKDOWN.facts, MARKDOWN.past];
      tag = names.includes(text) && level < 3 ? undefined : unescapeMarkdown(text);
    } else if (kind === 'item' && section === MARKDOWN.preferences) {
      const preference = preferenceIn(text);
      if (preference === null) keyless++;
      else imported.preferences.push(preference);
    } else if (kind === 'item') {
      imported.facts.push({ ...factIn(text), ...(tag ? { tag } : {}) });
    } else if (section === MARKDOWN.summary) {
      imported.summary = [imported.summary ?? '', unescapeMarkdown(text)].join(' ').trim();
    } else if (text.startsWith(MARKDOWN.name)) {
      imported.name = unescapeMarkdown(text.slice(MARKDOWN.name.length)).trim();
    }
  }
  const form = 'without a key and a value';
  imported.problems.push(...notRead(keyless, `preference ${form}`, `preferences ${form}`));
  return { ok: true, imported };
}

interface Block {
  kind: 'heading' | 'item' | 'paragraph';
  /** Of a heading, 1 to 6; else 0. */
  level: number;
  text: string;
}

/** The headings, list items and paragraphs of a document in order; code and front matter left out. */
function blocksOf(document: string): Block[] {
  const lines = document.split(/\r\n|\r|\n/);
  const start = lines[0]?.trim() === '---' ? lines.indexOf('---', 1) + 1 : 0;
  const blocks: Block[] = [];
  let open: Block | null = null;
  let fence = '';
  for (const line of lines.slice(start)) {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1];
    if (fence !== '' || mark !== undefined) {
      if (fence === '') fence = mark ?? '';
      else if (mark === fence) fence = '';
      open = null;
      continue;
    }
    const block = blockOf(line);
    if (block === null || block.kind === 'heading') open = null;
    if (block === null) continue;
    if (block.kind === 'paragraph' && open !== null) {
      open.text += ` ${block.text}`;
      continue;
    }
    blocks.push(block);
    if (block.kind !== 'heading') open = block;
  }
  return blocks.filter(({ kind, text }) => kind !== 'item' || words(text).length > 0);
}

/** The block that a line begins or goes on with; null for a blank one, a rule or a comment. */
function blockOf(line: string): Block | null {
  const text = line.trim();
  if (text === '' || /^(?:[-*_=]{3,}|<!--.*)$/.test(text)) return null;
  const [, marks, title] = /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line) ?? [];
  if (marks !== undefined && title !== undefined) {
    return { kind: 'heading', level: marks.length, text: title.trim().replace(/ #+$/, '') };
  }
  const item = /^(?:[-*+•]|\d{1,9}[.)])[ \t]+(.*)$/.exec(text)?.[1];
  return item === undefined
    ? { kind: 'paragraph', level: 0, text }
    : { kind: 'item', level: 0, text: item.trim() };
}
