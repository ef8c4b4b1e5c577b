import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/chat/history.ts';
import { renderHistory } from '../../../src/cli/output/history.ts';
import { renderJson } from '../../../src/cli/output/json.ts';
import { renderRestore, renderUndo } from '../../../src/cli/output/undo.ts';
import { noChanges } from '../../../src/memory/changes.ts';

/** What a terminal acts on, or what hides and reorders text. */
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const plain = {
  colour: false,
  columns: null,
  now: '2026-11-20T17:06:00.000Z',
};

const { TZ } = process.env;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

function entry(revision: number, over: Partial<HistoryEntry> = {}): HistoryEntry {
  const at = new Date(Date.parse('2026-11-20T17:00:00.000Z') + revision * 1000).toISOString();
  const changes = noChanges();
  return {
    revision,
    at,
    reason: 'commit',
    of: null,
    turn: `t-${revision}`,
    undone: false,
    changes,
    ...over,
  };
}

const oslo = { ...noChanges(), added: [{ id: 'f-1', text: 'Lives in Oslo' }] };
const everything = {
  added: [{ id: 'f-1', text: 'Lives in Oslo' }],
  replaced: [
    { id: 'summary', text: 'Alice lives in Oslo.' },
    { id: 'preference:tone', text: 'tone: dry' },
  ],
  retired: [
    { id: 'f-2', text: 'Works at Acme' },
    { id: 'field:mood', text: 'mood' },
  ],
  confirmed: [{ id: 'name', text: 'Alice' }],
  proposed: [{ id: 'p-1', text: 'Is vegetarian' }],
  refused: [{ text: 'Is a pirate', reason: 'you did not say that' }],
};

describe('the rendered history', () => {
  it('has a line for each revision, and one for each change', () => {
    const entries = [
      entry(102, { reason: 'restored', of: 9, turn: null, changes: oslo }),
      entry(101, { reason: 'undone', of: 99, turn: null, changes: everything }),
      entry(100, { reason: 'edited', turn: null, changes: oslo }),
      entry(99, { undone: true, changes: oslo }),
      entry(98, { turn: null }),
      entry(97, { reason: 'imported', turn: null, changes: null }),
    ];
    expect(renderHistory(entries, plain)).toMatchInlineSnapshot(`
      "102  2026-11-20 18:01  restore of 9 · 4 minutes ago
           + Lives in Oslo
      101  2026-11-20 18:01  undo of 99 · 4 minutes ago
           + Lives in Oslo
           ~ summary: Alice lives in Oslo.
           ~ tone: dry
           − Works at Acme
           − field: mood
           ✓ name: Alice
           ? Is vegetarian (for your yes)
           ✗ Is a pirate (you did not say that)
      100  2026-11-20 18:01  your edit · 4 minutes ago
           + Lives in Oslo
       99  2026-11-20 18:01  turn, undone · 4 minutes ago
           + Lives in Oslo
       98  2026-11-20 18:01  change, nothing to show · 4 minutes ago
       97  2026-11-20 18:01  imported file · 4 minutes ago
           what it changed is not known"
    `);
  });

  it('tells in one line that something was forgotten', () => {
    const entries = [entry(3, { reason: 'forgotten', turn: null, changes: null })];
    expect(renderHistory(entries, plain)).toBe(
      '3  2026-11-20 18:00  something was forgotten · 5 minutes ago',
    );
  });

  it('puts turns of which nothing was learned together while they follow each other', () => {
    const entries = [
      entry(5),
      entry(4),
      entry(3, { changes: oslo }),
      entry(2),
      entry(1, { undone: true }),
      entry(0, { turn: null }),
    ];
    expect(renderHistory(entries, plain)).toMatchInlineSnapshot(`
      "4–5  2026-11-20 18:00  2 turns, nothing learned · 5 minutes ago
        3  2026-11-20 18:00  turn · 5 minutes ago
           + Lives in Oslo
        2  2026-11-20 18:00  turn, nothing learned · 5 minutes ago
        1  2026-11-20 18:00  turn, nothing learned, undone · 5 minutes ago
        0  2026-11-20 18:00  the memory began · 6 minutes ago"
    `);
  });

  it('cuts lines to a terminal, and only there', () => {
    const long = { ...noChanges(), added: [{ id: 'f-1', text: 'Likes tea '.repeat(20) }] };
    const entries = [entry(1, { changes: long })];
    const lines = renderHistory(entries, { ...plain, columns: 40 }).split('\n');
    expect(lines[1]).toMatch(/^ {3}\+ Likes tea .*…$/);
    expect(lines[1]).toHaveLength(40);
    expect(renderHistory(entries, plain)).toContain('Likes tea '.repeat(20).trim());
  });

  it('is faint where nothing is to be seen or it does not hold any more, without a trace of colour else', () => {
    const entries = [entry(2, { changes: oslo }), entry(1, { changes: oslo, undone: true })];
    const lines = renderHistory(entries, { ...plain, colour: true }).split('\n');
    expect(lines[1]).toBe('   + Lives in Oslo');
    expect(lines[2]).toMatch(/^.\[2m1 {2}.*undone/);
    expect(lines[3]).toBe('\u001b[2m   + Lives in Oslo\u001b[22m');
    expect(renderHistory(entries, plain)).not.toContain('\u001b');
  });

  it('lets no control sequence of the memory or of a damaged file through', () => {
    const hostile = '\u001b[2J\u202eevil\u0007\nforged line';
    const changes = {
      added: [{ id: 'f-1', text: hostile }],
      replaced: [{ id: 'name', text: hostile }],
      retired: [{ id: 'summary', text: hostile }],
      confirmed: [{ id: hostile, text: hostile }],
      proposed: [{ id: hostile, text: hostile }],
      refused: [{ text: hostile, reason: hostile }],
    };
    const text = renderHistory([entry(1, { changes, at: hostile, turn: hostile })], plain);
    expect(text).not.toMatch(OBEYED);
    expect(text.split('\n')).toHaveLength(7);
    expect(text).toContain('1  time not known');
    const outcome = { undone: 1, restored: 1, revision: 2, changes, left: changes.refused };
    const look = { columns: null, undoCommand: () => 'undo' };
    expect(renderUndo(outcome, look) + renderRestore(outcome, look)).not.toMatch(OBEYED);
  });
});

describe('the rendered undo', () => {
  const look = {
    columns: null,
    undoCommand: (revision: number) => `memchat memory undo ${revision}`,
  };
  const left = [{ text: 'summary: Two.', reason: 'it has changed again since' }];

  it('says what went back, what was left and how to bring it back', () => {
    const outcome = { undone: 12, revision: 13, changes: oslo, left };
    expect(renderUndo(outcome, look)).toMatchInlineSnapshot(`
      "Took revision 12 back. This is revision 13:
        + Lives in Oslo
      Left as it is:
        summary: Two. (it has changed again since)
      To bring it back: memchat memory undo 13"
    `);
  });

  it('says when nothing could go back, and why', () => {
    const nothing = { undone: 12, revision: null, changes: noChanges(), left };
    expect(renderUndo(nothing, look)).toMatchInlineSnapshot(`
      "Nothing was changed: what revision 12 changed has changed again since.
      Left as it is:
        summary: Two. (it has changed again since)"
    `);
    expect(renderUndo({ ...nothing, left: [] }, look)).toMatchInlineSnapshot(
      `"Nothing was changed: the memory is as it was before revision 12."`,
    );
  });

  it('says when only messages went back', () => {
    const outcome = { undone: 12, revision: 13, changes: noChanges(), left: [] };
    expect(renderUndo(outcome, look)).toMatchInlineSnapshot(`
      "Took revision 12 back. This is revision 13, and nothing but recent messages differs.
      To bring it back: memchat memory undo 13"
    `);
  });
});

describe('the rendered restore', () => {
  const look = {
    columns: 30,
    undoCommand: (revision: number) => `memchat memory undo ${revision}`,
  };

  it('says what differs and how to take it back', () => {
    expect(
      renderRestore({ restored: 3, revision: 9, changes: everything }, look),
    ).toMatchInlineSnapshot(`
      "The memory is again as it was at revision 3. This is revision 9:
        + Lives in Oslo
        ~ summary: Alice lives in O…
        ~ tone: dry
        − Works at Acme
        − field: mood
        ✓ name: Alice
        ? Is vegetarian (for your y…
        ✗ Is a pirate (you did not …
      To take this back: memchat memory undo 9"
    `);
  });

  it('says when there was nothing to do', () => {
    expect(
      renderRestore({ restored: 3, revision: null, changes: noChanges() }, look),
    ).toMatchInlineSnapshot(`"Nothing was changed: the memory is as it was at revision 3."`);
  });
});

describe('rendered JSON', () => {
  it('is one line that reads back as the same value, with nothing in it that a terminal obeys', () => {
    const value = {
      text: '\u001b[2J\u009b31m\u202eevil\u2028Zoë 🙂 漢字\u{e0041}\ud800"\\',
      list: [1, null],
    };
    const text = renderJson(value);
    expect(text).toMatch(/^[^\n]*\n$/);
    expect(text).not.toMatch(OBEYED);
    expect(text).toContain('Zoë 🙂 漢字');
    expect(JSON.parse(text)).toEqual(value);
  });
});
