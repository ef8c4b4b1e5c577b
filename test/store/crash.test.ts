import './without-fsync.ts';

import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { killedEverywhere } from './crash.ts';
import { filesBelow, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const SECRET = 'Keeps bees on the roof.';

async function met(times: number): Promise<World> {
  const world = worldIn(folder());
  for (let n = 0; n < times; n++) await update(world.store, 'alice', countOne);
  return world;
}

/** The owner's change to the file, at a time that no revision has. */
function edit({ at }: World, change: (text: string) => string, seconds = 1): void {
  const file = at('alice.json');
  fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
  const later = Date.now() / 1000 + seconds;
  fs.utimesSync(file, later, later);
}

const withSecret = (text: string) => text.replace('"summary": ""', `"summary": "${SECRET}"`);
const countTwo = (current: Memory | null) => ({
  ...countOne(current),
  sessionCount: (current?.sessionCount ?? 0) + 2,
});

/** After a death another process sees one of these counts, and the next commit works. */
async function goesOn(world: World, death: string, ...counts: (number | null)[]): Promise<Memory> {
  // What a dead process said, nobody heard.
  world.notices.splice(0);
  const seen = await world.another().read('alice');
  expect({ death, counts }).toEqual({
    death,
    counts: expect.arrayContaining([seen?.sessionCount ?? null]),
  });
  const next = await update(world.another(), 'alice', countOne);
  expect({ death, next: next?.sessionCount }).toEqual({
    death,
    next: (seen?.sessionCount ?? 0) + 1,
  });
  const file: Memory = JSON.parse(fs.readFileSync(world.at('alice.json'), 'utf8'));
  expect({ death, file }).toEqual({ death, file: next });
  return file;
}

describe('a process that is killed at any call that changes a file', { timeout: 60_000 }, () => {
  it('in the first commit of a user leaves nothing, the empty memory or the new one', async () => {
    const deaths = await killedEverywhere(
      async () => worldIn(folder()),
      ({ store }) => update(store, 'alice', countTwo),
      async (world, death) => {
        await goesOn(world, death, null, 0, 2);
        expect(world.notices).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(15);
  });

  it('in a commit leaves the old memory or the new one', async () => {
    const deaths = await killedEverywhere(
      () => met(1),
      ({ store }) => update(store, 'alice', countTwo),
      async (world, death) => {
        await goesOn(world, death, 1, 3);
        expect(world.notices).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(8);
  });

  it("in the taking over of the owner's edit never loses the edit", async () => {
    await killedEverywhere(
      async () => {
        const world = await met(1);
        edit(world, withSecret);
        return world;
      },
      ({ store }) => update(store, 'alice', countTwo),
      async (world, death) => {
        expect(await goesOn(world, death, 1, 3)).toMatchObject({ summary: SECRET });
      },
    );
  });

  it('in the setting aside of a broken file loses neither the file nor the memory', async () => {
    await killedEverywhere(
      async () => {
        const world = await met(1);
        edit(world, () => 'my notes, not JSON');
        return world;
      },
      ({ store }) => store.read('alice'),
      async (world, death) => {
        await goesOn(world, death, 1);
        const kept = filesBelow(world.at('.alice/quarantine')).map((name) =>
          fs.readFileSync(world.at('.alice/quarantine', name), 'utf8'),
        );
        expect({ death, kept }).toEqual({
          death,
          kept: expect.arrayContaining(['my notes, not JSON']),
        });
      },
    );
  });

  it('in the setting aside of a damaged revision keeps what the file says', async () => {
    await killedEverywhere(
      async () => {
        const world = await met(2);
        const file = world.at('.alice/revisions/0000000002.json');
        fs.truncateSync(file, 100);
        fs.utimesSync(file, 1, 1);
        return world;
      },
      ({ store }) => update(store, 'alice', countTwo),
      async (world, death) => {
        await goesOn(world, death, 2, 4);
      },
    );
  });

  it('in the import of an older format keeps every word of it', async () => {
    const tutorial = JSON.stringify({ user_id: 'alice', session_count: 5, key_facts: [SECRET] });
    await killedEverywhere(
      async () => {
        const world = worldIn(folder());
        fs.writeFileSync(world.at('alice.json'), tutorial);
        return world;
      },
      ({ store }) => update(store, 'alice', countTwo),
      async (world, death) => {
        expect(await goesOn(world, death, 5, 7)).toMatchObject({ keyFacts: [{ text: SECRET }] });
        const original = fs.readFileSync(world.at('.alice/revisions/0000000000.json'), 'utf8');
        expect(original).toContain(tutorial);
      },
    );
  });

  it('in the pruning of old revisions keeps the newest', async () => {
    const template = await met(70);
    const old = Date.now() / 1000 - 3600;
    for (const name of fs.readdirSync(template.at('.alice/revisions')).slice(0, 20)) {
      fs.utimesSync(template.at('.alice/revisions', name), old, old);
    }
    await killedEverywhere(
      async () => {
        const directory = folder();
        fs.cpSync(template.at('.'), directory, { recursive: true, preserveTimestamps: true });
        return worldIn(directory);
      },
      ({ store }) => update(store, 'alice', countTwo),
      async (world, death) => {
        await goesOn(world, death, 70, 72);
        expect(fs.readdirSync(world.at('.alice/revisions')).length).toBeGreaterThanOrEqual(64);
      },
    );
  });

  it('in a removal leaves nothing once it is asked for again', async () => {
    await killedEverywhere(
      async () => {
        const world = await met(2);
        await update(world.store, 'bob', (current) => ({ ...countOne(current), user: 'bob' }));
        return world;
      },
      ({ store }) => store.remove('alice'),
      async (world, death) => {
        await world.another().remove('alice');
        const left = fs.readdirSync(world.at('.')).sort();
        expect({ death, left }).toEqual({ death, left: ['.bob', 'bob.json'] });
      },
    );
  });

  it('in the clearing up after a file that its owner deleted leaves none of its words', async () => {
    await killedEverywhere(
      async () => {
        const world = await met(1);
        edit(world, withSecret);
        await world.another().read('alice');
        edit(world, () => 'broken', 2);
        await world.another().read('alice');
        fs.writeFileSync(world.at('.alice/transcript.jsonl'), `{"user":"${SECRET}"}\n`);
        fs.rmSync(world.at('alice.json'));
        return world;
      },
      ({ store }) => store.read('alice'),
      async (world, death) => {
        expect({ death, seen: await world.another().read('alice') }).toEqual({ death, seen: null });
        await update(world.another(), 'alice', countOne);
        const left = filesBelow(world.at('.')).filter((name) =>
          fs.readFileSync(world.at(name), 'utf8').includes(SECRET),
        );
        expect({ death, left }).toEqual({ death, left: [] });
      },
    );
  });
});
