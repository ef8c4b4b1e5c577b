import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeMemory, emptyMemory, encodeMemory } from '../../src/memory/codec.ts';
import { ANSWERS, allCommands, NOT_RUN, SHELLS } from './commands.ts';
import { blocksOf, pages, sectionsOf } from './markdown.ts';

/** What is done with the blocks of a language. */
const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'commands.test.ts runs each line',
  console: 'conversations.test.ts types it on a terminal',
  js: 'code.test.ts runs it',
  ts: 'code.test.ts checks its types; those of api.md are made from the types',
  json: 'parsed here',
  jsonl: 'parsed here; with a name it is a file of the commands on its page',
  text: 'for people',
};

const BLOCKS = pages().flatMap(blocksOf);
const COMMANDS = allCommands().map(({ command }) => command);

describe('the blocks of the pages', () => {
  it('say what they are, and each kind is tested', () => {
    const others = BLOCKS.filter(({ language }) => !(language in LANGUAGES));
    expect(others.map(({ page, line, language }) => [page, line, language])).toEqual([]);
  });

  it('of JSON can be parsed', () => {
    const texts = BLOCKS.flatMap(({ language, text }) =>
      // An example of a stream in JSON is many objects, one a line.
      language === 'jsonl' || /^\{.*\}\n\{/.test(text)
        ? text.split('\n')
        : [text].filter(() => language === 'json'),
    );
    expect(texts.length).toBeGreaterThan(8);
    for (const text of texts) expect(() => JSON.parse(text), text).not.toThrow();
  });

  it('that show a memory are what the program writes', () => {
    const memories = BLOCKS.filter(({ label }) => label === 'memory');
    expect(memories).toHaveLength(1);
    for (const { text } of memories) {
      const decoded = decodeMemory(text, 'alice');
      expect(decoded).toMatchObject({ state: 'valid', migratedFrom: null });
      if (decoded.state !== 'valid') continue;
      expect(JSON.parse(encodeMemory(decoded.memory))).toEqual(JSON.parse(text));
      expect(Object.keys(emptyMemory('alice', ''))).toEqual(Object.keys(JSON.parse(text)));
    }
  });
});

describe('what no test runs, or what a test answers', () => {
  it('stands on a page still', () => {
    const listed = [NOT_RUN, ANSWERS, SHELLS].flatMap((table) => Object.keys(table));
    expect(listed.filter((command) => !COMMANDS.includes(command))).toEqual([]);
  });
});

describe('npm scripts', () => {
  it('that a page names are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const texts = pages().map((page) => readFileSync(page, 'utf8'));
    const named = texts.flatMap((text) =>
      [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
    );
    expect(new Set(named).size).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

/** A measured figure: so many times something, milliseconds, dollars, or a table of results. */
const FIGURE = /\d×(?!\s*`)|\d ms\b|\$\d|recall@10|\| acknowledged \|/;
const SOURCE = /`npm run (bench|soak|test:faults)/;

describe('a figure', () => {
  it('stands in a section that names the command that measures it', () => {
    const sections = pages()
      .filter((page) => !/CHANGELOG|api\.md|commands\.md|mutation/.test(page))
      .flatMap((page) => sectionsOf(page).map((section) => ({ page, section })));
    const figures = sections.filter(({ section }) => FIGURE.test(section));
    expect(figures.length).toBeGreaterThan(3);
    const heads = figures
      .filter(({ section }) => !SOURCE.test(section))
      .map(({ page, section }) => `${page}: ${section.split('\n')[0]}`);
    expect(heads).toEqual([]);
  });
});
