import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { browse, hasBrowser } from '../support/chromium.ts';
import { fact, memoryOf } from '../support/memories.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const INJECTED =
  '</blockquote></style><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'"> "\' &amp; `';

const MEMORY = memoryOf({
  revision: 7,
  name: 'Alice <b>',
  summary: 'Works as a nurse.',
  keyFacts: [
    fact('Lives in Hamburg', {
      id: 'f-new',
      tag: 'home',
      pinned: true,
      source: { turn: 't-2', role: 'user', quote: 'I moved to Hamburg' },
    }),
    fact(INJECTED, { id: 'f-"><script>', tag: '<i>', recordedAt: '2026-09-02T09:00:00.000Z' }),
    fact('Right \u202eto left\u0007', { id: 'f-bidi', recordedAt: '2026-09-03T09:00:00.000Z' }),
  ],
  retired: [
    fact('Lives in Berlin', {
      id: 'f-old',
      tag: 'home',
      recordedAt: '2026-08-01T09:00:00.000Z',
      validTo: '2026-11-01T09:00:00.000Z',
      supersededBy: 'f-new',
    }),
  ],
  preferences: {
    'answer length': {
      value: 'short',
      origin: 'stated',
      source: { turn: 't-1', role: 'user', quote: 'keep it short' },
      updatedAt: '2026-10-01T09:00:00.000Z',
    },
  },
  review: [
    {
      id: 'p-1',
      at: '2026-11-02T09:00:00.000Z',
      turn: 't-3',
      reason: 'it was pasted',
      text: 'Owns a boat',
      operation: null,
    },
  ],
});

async function exported(): Promise<string> {
  const first = await machine.run(['-u', 'alice', '--offline', '-q', '-p', 'Hello.']);
  expect(first.code).toBe(0);
  writeFileSync(join(machine.sessions, 'alice.json'), JSON.stringify(MEMORY));
  const file = join(machine.cwd, 'memory.html');
  const outcome = await machine.run(['-u', 'alice', 'memory', 'export', '--format', 'html', file]);
  expect([outcome.code, outcome.stderr]).toEqual([0, expect.stringContaining('taken over')]);
  return file;
}

describe('memchat memory export --format html', () => {
  it('is one page for its owner only, that loads nothing and runs nothing', async () => {
    const file = await exported();
    const page = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`);
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(page).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(style).toContain('prefers-color-scheme: dark');
    expect(page).not.toMatch(/<(?:script|img|link|iframe|object|base|form)\b/i);
    const tags =
      page
        .replace(style, '')
        .match(/<[^>]*>/g)
        ?.join('\n') ?? '';
    expect(tags).not.toMatch(/\son\w+=|(?:src|href)="(?!#)|javascript:/i);
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  it('goes to standard output as well, and gives way to --json', async () => {
    await exported();
    const html = await machine.run(['-u', 'alice', 'memory', 'export', '--format', 'html']);
    expect(html.stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    const json = await machine.run([
      '-u',
      'alice',
      'memory',
      'export',
      '--format',
      'html',
      '--json',
    ]);
    expect(JSON.parse(json.stdout).name).toBe('Alice <b>');
  });
});

describe.skipIf(!hasBrowser())('the exported page in a browser', () => {
  it('shows facts with their sources and dates, and runs nothing that they hold', {
    timeout: 90_000,
  }, async () => {
    const file = await exported();
    const dom = await browse(file, machine.home, '--dump-dom');
    const text = dom
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    expect(dom).toContain('<title>Memory of alice</title>');
    expect(text).toContain('Alice <b>');
    expect(text).toContain(INJECTED);
    expect(text).toContain('Right \\u{202e}to left\\u{7}');
    expect(text).toMatch(/home Lives in Hamburg\s*I moved to Hamburg you/);
    expect(text).toMatch(
      /Lives in Berlin[\s\S]*true from 2026-08-01 to 2026-11-01 · replaced by Lives in Hamburg/,
    );
    expect(text).toMatch(/Waits for your yes[\s\S]*Owns a boat[\s\S]*it was pasted/);
    expect(text).toMatch(/answer length short/);
    expect(text.indexOf('2026-11')).toBeLessThan(text.indexOf('2026-08\n'));
  });
});
