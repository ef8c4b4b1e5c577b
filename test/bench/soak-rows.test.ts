import { expect, it } from 'vitest';
import type { LongSession } from '../../bench/soak/long-session.ts';
import { longSessionRows, restartRows, steadySessionRows } from '../../bench/soak/rows.ts';
import { Script, taught, teaches } from '../../bench/soak/script.ts';
import { verdictOf } from '../../bench/table.ts';

const TURNS = 5_000;

/** A session in which each turn takes and holds `of` its place, from 0 to 1. */
function session(of: (place: number) => number): LongSession {
  const each = Array.from({ length: TURNS }, (_, turn) => of(turn / TURNS));
  const looks = Array.from({ length: 10 }, (_, n) => ({
    turns: ((n + 1) * TURNS) / 10,
    held: 100 * of((n + 1) / 10),
    code: 10,
    resident: 100,
    facts: 10,
    retired: 0,
    files: { 'alice.json': { count: 1, size: 10_000 }, pending: { count: 0, size: 0 } },
  }));
  const held = (place: number) => ({ held: 16 * of(place), code: 10, resident: 100 });
  return {
    looks,
    shown: each,
    whole: each,
    processor: each,
    system: each.map((figure) => 1_000 * figure),
    request: each.map((figure) => 20_000 * figure),
    before: held(0),
    after: held(1),
    taught: 50,
    warnings: [],
  };
}

const short = (seen: LongSession) =>
  longSessionRows(seen)
    .filter((row) => verdictOf(row) === 'short')
    .map(({ name }) => name.replace(/^.*: /, ''));

it('finds nothing short in a session that stays as it is', () => {
  expect(short(session(() => 1))).toEqual([]);
});

it('finds all that grows', () => {
  expect(short(session((place) => 1 + 4 * place))).toEqual([
    'a turn, until the next message',
    'a turn, until all is remembered',
    'a turn, of the processor',
    'what the memory adds to the system prompt, at most',
    'largest request, system prompt aside',
    'held memory, what can be recalled included',
    'held memory, once the session is closed',
  ]);
});

it('finds what takes longer in a session whose memory does not grow', () => {
  const of = (seen: LongSession) => steadySessionRows(seen).map((row) => verdictOf(row));
  expect(of(session(() => 1))).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect(of(session((place) => 1 + place))).toEqual(['short', 'short', 'short', 'pass']);
});

it('finds warnings, turns that wait, and starts that went wrong', () => {
  const seen = session(() => 1);
  for (const { files } of seen.looks) files.pending = { count: 1, size: 300 };
  seen.warnings.push('the disk is full');
  expect(short(seen)).toEqual(['warnings and turns that were left', 'turns that wait']);
  const took = Array.from({ length: 20 }, () => 300);
  const starts = { starts: 20, took, facts: 1, sessionCount: 20, files: {} };
  const verdict = (mistakes: string[]) =>
    restartRows({ ...starts, mistakes }).map((row) => verdictOf(row));
  expect(verdict([])).toEqual(['pass', 'pass', '']);
  expect(verdict(['start 3 ended with 1'])).toEqual(['short', 'pass', '']);
});

it.each([
  { most: undefined, facts: TURNS / 20 },
  { most: 7, facts: 7 },
])('teaches $facts facts that are all different, and asks only for those', ({ most, facts }) => {
  const script = new Script(TURNS, most);
  const said = Array.from({ length: TURNS }, (_, n) => script.message(n));
  const told = new Set(said.filter((text, n) => teaches(n) && text === taught(n)));
  expect(told.size).toBe(facts);
  for (const [n, text] of said.entries()) {
    const asked = /^What does box (\d+) hold\?$/.exec(text)?.[1];
    if (asked === undefined) expect(text).not.toBe('');
    else expect(Number(asked) < n && told.has(taught(Number(asked)))).toBe(true);
  }
});
