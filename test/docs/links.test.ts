import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, linksOf, pages, sectionsOf } from './markdown.ts';

/** The path from the root, and the anchor, that a link leads to. */
function targetOf(page: string, target: string): { path: string; anchor: string } {
  const [file = '', anchor = ''] = target.split('#');
  return { path: file === '' ? page : join(dirname(page), file), anchor };
}

const LINKS = pages().flatMap(linksOf);
const OWN = LINKS.filter(({ target }) => !/^[a-z]+:/.test(target));

describe('the pages', () => {
  it('link to files that are there, and to headings that they have', () => {
    expect(OWN.length).toBeGreaterThan(50);
    const broken = OWN.filter(({ page, target }) => {
      const { path, anchor } = targetOf(page, target);
      if (!existsSync(path)) return true;
      return anchor !== '' && !anchorsOf(path).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('link elsewhere by https only', () => {
    const others = LINKS.filter((link) => !OWN.includes(link));
    expect(others.filter(({ target }) => !target.startsWith('https://'))).toEqual([]);
  });

  it('are all to be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const { target } of linksOf(page)) {
        const { path } = targetOf(page, target);
        if (path.endsWith('.md') && existsSync(path)) reached.add(path);
      }
    }
    const docs = pages().filter((page) => page.startsWith('docs/'));
    expect(docs.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('have one heading of a name each, so that a link leads to one place', () => {
    // The changelog repeats its headings for each version; api.md has one for each export.
    for (const page of pages().filter((one) => !/CHANGELOG|api\.md/.test(one))) {
      const headings = sectionsOf(page).filter((section) => section.startsWith('#'));
      expect([page, headings.length]).toEqual([page, anchorsOf(page).size]);
    }
  });
});
