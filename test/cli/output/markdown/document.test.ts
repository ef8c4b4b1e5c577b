import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPieces, named, rendered } from './rendered.ts';

const GUIDE = readFileSync(new URL('documents/guide.md', import.meta.url), 'utf8');

describe('a reply with a bit of everything', () => {
  it.each([20, 40, 80])('at %d columns is laid out as it was looked at', async (columns) => {
    const shown = named(rendered(GUIDE, { columns, styles: true }));
    await expect(shown).toMatchFileSnapshot(`documents/guide-${columns}.txt`);
    expect(named(inPieces(GUIDE, { columns, styles: true }))).toBe(shown);
  });

  it.each([
    ['without styles', { ascii: false }],
    ['for a screen reader', { ascii: true }],
  ])('%s is laid out as it was looked at', async (name, look) => {
    const shown = rendered(GUIDE, { columns: 60, ...look });
    await expect(shown).toMatchFileSnapshot(`documents/guide-${name.replaceAll(' ', '-')}.txt`);
  });
});
