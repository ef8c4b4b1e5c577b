import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from './capabilities.ts';
import { buildCounter } from './counter-processes.ts';
import { record } from './figures.ts';
import { type Cut, fileSystems, type Kind } from './filesystem.ts';
import { type Aftermath, Powered } from './power-cut.ts';

/** Losses of power for each file system and each kind of cut. */
const ROUNDS = 12;
/** Rounds after which a new memory is begun: a cut during its first commits is one of its own. */
const ROUNDS_OF_A_STORE = 4;
/** The longest time from the first word of a writer to the cut, in milliseconds. */
const LONGEST = 800;

const systems = fileSystems();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-power-'));
let counter = '';

beforeAll(async () => {
  counter = await buildCounter(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

/** Loses the power again and again; what was there each time after it had come back. */
async function cuts(kind: Kind, cut: Cut): Promise<Aftermath[]> {
  const image = systems.image(kind);
  const seen: Aftermath[] = [];
  let store = new Powered(image, counter, 'store-0');
  for (let round = 0; round < ROUNDS; round++) {
    if (round % ROUNDS_OF_A_STORE === 0) store = new Powered(image, counter, `store-${round}`);
    // Spread evenly by the golden ratio, and squared: more cuts soon than late.
    const part = ((round + 1) * 0.618034) % 1;
    seen.push(await store.lose(cut, part ** 2 * LONGEST));
  }
  seen.push(await store.lose(cut, LONGEST, 'careless'));
  return seen;
}

const KINDS: Kind[] = ['ext4', 'xfs'];
const CUTS: Cut[] = ['log flushed', 'log lost'];

for (const kind of KINDS) {
  describeWith([`loop-${kind}`], `a power cut on ${kind}`, () => {
    it.each(CUTS)('(%s) loses nothing acknowledged', { timeout: 180_000 }, async (cut) => {
      const seen = await cuts(kind, cut);
      const sum = (of: (one: Aftermath) => number) => seen.reduce((all, one) => all + of(one), 0);
      const said = seen.flatMap(({ notices }) => notices);
      const mains = said.filter(({ message }) => message.includes('alice.json cannot be read'));
      const revisions = said.filter(({ message }) => message.startsWith('Revision '));
      const lostCarelessly = sum((one) => one.lostCarelessly);
      record(`power cut, ${kind}, ${cut}`, {
        runs: seen.length,
        acknowledged: sum((one) => one.acknowledged),
        lost: sum(({ lost, unadopted }) => lost + unadopted.length),
        twice: sum(({ twice }) => twice),
        'unfinished alice.json set aside': mains.length,
        'unfinished revisions set aside': revisions.length,
        'lost without fsync': lostCarelessly,
      });
      for (const { lost, twice, unadopted, goesOn } of seen) {
        expect({ lost, twice, unadopted, goesOn }).toEqual({
          lost: 0,
          twice: 0,
          unadopted: [],
          goesOn: true,
        });
      }
      expect(sum((one) => one.acknowledged)).toBeGreaterThan(0);
      // Copies and revisions that nobody was told of may be unfinished; what else is said is wrong.
      expect(said.filter((one) => !mains.includes(one) && !revisions.includes(one))).toEqual([]);
      // The rig sees losses where there are some.
      if (cut === 'log lost') expect(lostCarelessly).toBeGreaterThan(0);
    });
  });
}
