import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { chaos } from './chaos.ts';
import { buildCounter } from './counter-processes.ts';
import { record } from './figures.ts';

/** The test of the store under random stops and kills; see `chaos`. */
export function chaosSuite({ seconds, least }: { seconds: number; least: number }): void {
  const folder = temporaryFolders();
  const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-counter-'));
  let counter = '';

  beforeAll(async () => {
    counter = await buildCounter(programs);
  });
  afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

  describe(`8 processes that write one memory for ${seconds} s`, () => {
    it('lose nothing acknowledged when they are stopped and killed at random', {
      timeout: (seconds * 3 + 60) * 1000,
    }, async () => {
      // The seed repeats the choices, though not the moments at which they meet the writers.
      const seed = Number(process.env.MEMCHAT_CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));
      const outcome = await chaos(counter, folder(), { milliseconds: seconds * 1000, least }, seed);
      const { acknowledged, lost, twice, torn, looks, stops, kills } = outcome;
      record('writers stopped and killed at random', {
        runs: 1,
        acknowledged,
        lost,
        twice,
        corrupt: torn.length,
        looks,
        stops,
        kills,
      });
      expect({ seed, ...outcome }).toEqual({
        seed,
        acknowledged: expect.any(Number),
        lost: 0,
        twice: 0,
        stops: expect.any(Number),
        kills: expect.any(Number),
        looks: expect.any(Number),
        torn: [],
        behind: [],
        complaints: [],
        goesOn: true,
      });
      expect(acknowledged).toBeGreaterThanOrEqual(least);
      expect(looks).toBeGreaterThan(0);
      expect(Math.min(stops, kills)).toBeGreaterThan(0);
    });
  });
}
