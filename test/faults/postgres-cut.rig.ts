import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../src/errors.ts';
import { Database } from '../../src/store/postgres/database.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { type Cut, FaultyLink } from '../support/faulty-link.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { CALLS, type Call, type Kept, keptOn } from './postgres-calls.ts';

const SECRET = 'hunter2-secret';
/** Places at which each direction of a call is cut, beside its beginning and its end. */
const PLACES = 12;

describeWith(['postgres'], 'a connection to the server that is cut', () => {
  let server: PostgresServer;
  let link: FaultyLink;
  let near: Kept;
  let far: Kept;
  beforeAll(async () => {
    server = await startPostgres('fsync=off');
    const url = await server.database();
    near = keptOn(new Database({ url }));
    await migrate(near.database);
    link = await FaultyLink.to(server.folder);
    far = keptOn(new Database({ url: link.address(url, SECRET) }));
  });
  afterAll(async () => {
    await far?.database.close();
    await near?.database.close();
    await link?.close();
    await server?.remove();
  });

  /** What a whole call carries, and the places to cut it at. */
  async function cutsOf(call: Call): Promise<Cut[]> {
    const user = userOf(call, 999);
    await call.prepare(near, user);
    // A call may still find the connection that the last trial has left.
    await far.database.read(user);
    await link.mend();
    await call.run(far, user);
    const { request, answer, pieces } = link.carried;
    const cuts = (of: Cut['of'], places: readonly number[]) =>
      places.map((after, n) => ({ of, after, resets: n % 2 === 1 }));
    return [...cuts('request', placesIn(request, [])), ...cuts('answer', placesIn(answer, pieces))];
  }

  interface Trial {
    acknowledged: number;
    lost: number;
    twice: number;
    unsure: number;
    landed: number;
    problems: string[];
  }

  async function trial(call: Call, user: string, cut: Cut): Promise<Trial> {
    await call.prepare(near, user);
    link.cut(cut);
    const failure = await outcome(call.run(far, user));
    await link.mend();
    const problems = failure === null ? [] : complaints(failure);
    const before = await call.count(near, user);
    const again = failure === null ? null : await outcome(call.run(far, user));
    if (again !== null) problems.push(`the next call fails: ${again}`);
    const after = await call.count(near, user);
    // A call that failed was done or not, and nothing between.
    const isWhole = failure === null ? before === 1 : before === 0 || before === 1;
    if (!isWhole) problems.push(`it was done ${before} times`);
    return {
      acknowledged: 1,
      lost: after < 1 || (failure === null && before < 1) ? 1 : 0,
      twice: Math.max(before, after) > 1 ? 1 : 0,
      unsure: failure === null ? 0 : 1,
      landed: failure !== null && before === 1 ? 1 : 0,
      problems,
    };
  }

  it.each(CALLS)('loses nothing of $name, does nothing of it twice, and says so', async (call) => {
    const cuts = await cutsOf(call);
    const total = { runs: 0, acknowledged: 0, lost: 0, twice: 0, unsure: 0, landed: 0 };
    const wrong: unknown[] = [];
    for (const [n, cut] of cuts.entries()) {
      const { problems, ...counted } = await trial(call, userOf(call, n), cut);
      total.runs += 1;
      for (const name of ['acknowledged', 'lost', 'twice', 'unsure', 'landed'] as const) {
        total[name] += counted[name];
      }
      if (problems.length + counted.lost + counted.twice > 0) wrong.push({ cut, problems });
    }
    const { unsure, landed, ...figures } = total;
    record('a connection cut in the middle of a call', {
      ...figures,
      'outcome unknown': unsure,
      'of these committed': landed,
    });
    expect(wrong).toEqual([]);
    // Where no call failed, and none that was done, nothing was tried.
    expect(unsure).toBeGreaterThan(0);
    expect(landed).toBeGreaterThan(0);
  });
});

/** Each of the same length, so that a place in one trial is the same in the others. */
const userOf = ({ name }: Call, n: number) => `${name} ${String(n).padStart(3, '0')}`;

function outcome(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error ?? new Error('nothing was thrown'),
  );
}

/** What is wrong with an error that a person sees. */
function complaints(error: unknown): string[] {
  const message = error instanceof Error ? error.message : String(error);
  const said = [message, String(error), JSON.stringify(error), causes(error)].join('\n');
  return [
    ...(codeOf(error) === 'store-unavailable' ? [] : [`another error: ${said}`]),
    ...(message.includes('does not answer') ? [] : [`it does not say what happened: ${message}`]),
    ...(said.includes(SECRET) ? ['it shows the password'] : []),
  ];
}

function causes(error: unknown): string {
  return error instanceof Error ? `${error.stack}\n${causes(error.cause)}` : '';
}

function placesIn(bytes: number, pieces: readonly number[]): number[] {
  const even = Array.from({ length: PLACES }, (_, n) => Math.floor((bytes * n) / PLACES));
  const edges = [0, 1, 4, 5, 6, bytes - 6, bytes - 5, bytes - 1, bytes];
  const all = [...even, ...edges, ...pieces, ...pieces.map((start) => start + 20)];
  return [...new Set(all)].filter((place) => place >= 0 && place <= bytes);
}
