import { renderTiming, timingOf } from '../interleaved.ts';
import type { Row } from '../table.ts';
import type { Files } from './files.ts';
import type { LongSession, Look } from './long-session.ts';
import type { ManyUsers } from './many-users.ts';
import type { Restarts } from './restarts.ts';

/** What recall may hold of a turn, in bytes: 100 MB for 100,000 texts, of which a turn has two. */
const HELD_A_TURN = 2_000;
/** In a shorter run most words are new, and each takes its place in the index. */
const MANY_TURNS = 5_000;
/** Characters of a request beside its system prompt: window, message, what is recalled or looked up. */
const REQUEST = 24_000 + 1_000 + 1_600 + 4_000;
/** What is kept of revisions, beside those of the last ten minutes. */
const KEPT_REVISIONS = 64;
/** Characters of the system prompt that the memory may take. */
const MEMORY_BUDGET = 3_000;

/** A part of a list, in tenths. */
function tenth<T>(list: readonly T[], place: number): T[] {
  const size = list.length / 10;
  return list.slice(Math.floor(place * size), Math.floor((place + 1) * size));
}

/** The last tenth beside the second: in the first one everything is still being loaded. */
function flat(
  name: string,
  unit: string,
  figures: readonly number[],
  of: (part: number[]) => number,
  atMost: number,
): Row {
  const [second, last] = [of(tenth(figures, 1)), of(tenth(figures, 9))];
  const digits = unit === 'ms' ? 1 : 0;
  return {
    name,
    value: `${last.toFixed(digits)} ${unit}`,
    against: `second tenth: ${second.toFixed(digits)} ${unit}`,
    ratio: last / second,
    goal: { atMost },
    samples: { tenths: Array.from({ length: 10 }, (_, place) => of(tenth(figures, place))) },
  };
}

const median = (figures: readonly number[]) => timingOf(figures).median;
const largest = (figures: readonly number[]) => Math.max(...figures);

export function longSessionRows(seen: LongSession): Row[] {
  const { looks, shown, whole, processor, system, request, before, after } = seen;
  const [second, last] = [looks[1], looks.at(-1)];
  if (second === undefined || last === undefined) throw new Error('the soak has seen nothing');
  const turns = last.turns.toLocaleString('en');
  const name = (what: string) => `${turns} turns in one session: ${what}`;
  const sent = largest(request.map((all, place) => all - (system[place] ?? 0)));
  const grown = largest(system) - (system[0] ?? Number.NaN);
  return [
    ...timeRows(name, { shown, whole, processor }),
    {
      name: name('what the memory adds to the system prompt, at most'),
      value: `${grown} characters`,
      against: `budget: ${MEMORY_BUDGET} characters`,
      ratio: grown / MEMORY_BUDGET,
      goal: { atMost: 1 },
    },
    {
      name: name('largest request, system prompt aside'),
      value: `${sent} characters`,
      against: `window, message, recall, a tool's answer: ${REQUEST} characters`,
      ratio: sent / REQUEST,
      goal: { atMost: 1 },
    },
    held(name('held memory, what can be recalled included'), looks, second, last),
    {
      name: name('held memory, once the session is closed'),
      value: `${after.held.toFixed(1)} MB, resident ${after.resident.toFixed(0)} MB`,
      against: `after a short session: ${before.held.toFixed(1)} MB, resident ${before.resident.toFixed(0)} MB`,
      ratio: after.held / before.held,
      goal: { atMost: 1.2 },
    },
    problems(name('warnings and turns that were left'), seen.warnings),
    ...fileRows(name, last),
  ];
}

/** The same for a memory that has all its facts from the second tenth on: what grows then is the session. */
export function steadySessionRows(seen: LongSession): Row[] {
  const { turns, facts } = seen.looks.at(-1) ?? { turns: 0, facts: 0 };
  const name = (what: string) =>
    `${turns.toLocaleString('en')} turns, ${facts} facts all along: ${what}`;
  return [
    ...timeRows(name, seen),
    problems(name('warnings and turns that were left'), seen.warnings),
  ];
}

function timeRows(
  name: (what: string) => string,
  { shown, whole, processor }: Pick<LongSession, 'shown' | 'whole' | 'processor'>,
): Row[] {
  return [
    flat(name('a turn, until the next message'), 'ms', shown, median, 1.3),
    flat(name('a turn, until all is remembered'), 'ms', whole, median, 1.3),
    flat(name('a turn, of the processor'), 'ms', processor, median, 1.3),
  ];
}

function held(name: string, looks: readonly Look[], second: Look, last: Look): Row {
  const each = ((last.held - second.held) * 1e6) / (last.turns - second.turns);
  const render = ({ held, resident }: Look) =>
    `${held.toFixed(1)} MB, resident ${resident.toFixed(0)} MB`;
  return {
    name,
    value: `${each.toFixed(0)} bytes more a turn; ${render(last)}`,
    against: `at ${second.turns.toLocaleString('en')}: ${render(second)}`,
    ratio: last.held / second.held,
    ...(last.turns < MANY_TURNS
      ? {}
      : { goal: { atMost: HELD_A_TURN, figure: each, unit: 'bytes a turn' } }),
    samples: {
      turns: looks.map(({ turns }) => turns),
      held: looks.map((look) => look.held),
      code: looks.map(({ code }) => code),
      resident: looks.map(({ resident }) => resident),
    },
  };
}

function fileRows(name: (what: string) => string, { turns, files, facts, retired }: Look): Row[] {
  const kind = (of: string): Files => files[of] ?? { count: 0, size: 0 };
  const kilobytes = ({ size }: Files) => `${(size / 1000).toFixed(0)} kB`;
  const pending = kind('pending').count;
  const transcript = Object.entries(files).filter(([each]) => each.startsWith('transcript'));
  const said = transcript.reduce((sum, [, { size }]) => sum + size, 0);
  return [
    {
      name: name('alice.json'),
      value: kilobytes(kind('alice.json')),
      against: `${facts} facts, ${retired} past ones`,
      ratio: null,
    },
    {
      name: name('revisions beside those of ten minutes'),
      value: `${kind('revisions').count} files, ${kilobytes(kind('revisions'))}`,
      against: `${KEPT_REVISIONS} are kept, and looked through with each commit`,
      ratio: null,
    },
    {
      name: name('transcript'),
      value: `${transcript.length} files, ${(said / 1000).toFixed(0)} kB`,
      against: `${(said / turns).toFixed(0)} bytes a turn`,
      ratio: null,
    },
    {
      name: name('turns that wait'),
      value: `${pending} files`,
      against: '',
      ratio: null,
      goal: { atMost: 0, figure: pending, unit: 'files' },
    },
  ];
}

export function restartRows({ starts, took, mistakes, facts, files }: Restarts): Row[] {
  const name = (what: string) => `${starts.toLocaleString('en')} starts: ${what}`;
  const all = timingOf(took);
  return [
    problems(name('failed, wrong, missing, left'), mistakes),
    flat(name('one start with its answer'), 'ms', took, median, 1.3),
    {
      name: name('what is kept'),
      value: `${facts} facts, alice.json ${((files['alice.json']?.size ?? 0) / 1000).toFixed(0)} kB`,
      against: `all starts: ${renderTiming(all)}`,
      ratio: null,
    },
  ];
}

export function manyUsersRows(seen: ManyUsers): Row[] {
  const { users, turns, shown, before, open, after, mistakes } = seen;
  const { filesBefore, filesMost, filesAfter, handlesBefore, handlesAfter } = seen;
  const name = (what: string) => `${users} users at once, ${turns} turns each: ${what}`;
  const leftOpen =
    handlesAfter - handlesBefore + Math.max(0, (filesAfter ?? 0) - (filesBefore ?? 0));
  return [
    problems(name('words of others, missing turns and facts'), mistakes),
    {
      name: name('a turn among all the others'),
      value: renderTiming(timingOf(shown)),
      against: `${((users * turns) / seen.seconds).toFixed(0)} turns a second in all`,
      ratio: null,
    },
    {
      name: name('held memory, all open'),
      value: `${open.toFixed(1)} MB`,
      against: `${(((open - before) / users) * 1000).toFixed(0)} kB a user`,
      ratio: null,
    },
    {
      name: name('held memory, all closed'),
      value: `${after.toFixed(1)} MB`,
      against: `before: ${before.toFixed(1)} MB`,
      ratio: after / before,
      goal: { atMost: 1.2 },
    },
    {
      name: name('open files and handles, all closed'),
      value: `${leftOpen} more than before`,
      against: `at most ${filesMost ?? 'unknown'} open files`,
      ratio: null,
      goal: { atMost: 0, figure: leftOpen, unit: 'more' },
    },
  ];
}

function problems(name: string, found: readonly string[]): Row {
  return {
    name,
    value: String(found.length),
    against: found.slice(0, 3).join('; ').slice(0, 200),
    ratio: null,
    goal: { atMost: 0, figure: found.length, unit: '' },
  };
}
