import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { filesBelow, memory, NOW, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();

/** A world in which alice has been met three times. */
async function metThrice(): Promise<World> {
  const world = worldIn(folder());
  for (let n = 0; n < 3; n++) await update(world.store, 'alice', countOne);
  return world;
}

function readFile({ at }: World): Memory {
  return JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'));
}

function writeFile({ at }: World, content: Memory): void {
  fs.writeFileSync(at('alice.json'), JSON.stringify(content));
}

const revisions = ({ at }: World) => fs.readdirSync(at('.alice/revisions'));
const quarantine = ({ at }: World) =>
  fs.existsSync(at('.alice/quarantine')) ? fs.readdirSync(at('.alice/quarantine')) : [];

describe('an edit of the file by its owner', () => {
  it('becomes a new revision, once, and is told', async () => {
    const world = await metThrice();
    writeFile(world, { ...readFile(world), summary: 'Edited by hand.' });
    const read = await world.another().read('alice');
    expect(read).toMatchObject({ summary: 'Edited by hand.', revision: 4, sessionCount: 3 });
    expect(await world.another().read('alice')).toEqual(read);
    expect(fs.readFileSync(world.at('alice.json'), 'utf8')).toBe(
      encodeMemory(read ?? memory('', 0)),
    );
    expect(revisions(world)).toHaveLength(5);
    expect(world.notices.map(({ code }) => code)).toEqual(['edited']);
  });

  it('that comes between reading and writing makes the commit a conflict', async () => {
    const world = await metThrice();
    const read = (await world.store.read('alice')) ?? memory('alice', 0);
    writeFile(world, { ...readFile(world), summary: 'Edited by hand.' });
    expect(await world.store.commit('alice', { ...read, revision: 4 })).toBe('conflict');
    const after = await update(world.store, 'alice', countOne);
    expect(after).toMatchObject({ summary: 'Edited by hand.', sessionCount: 4, revision: 5 });
  });

  it('that was begun before other commits loses neither the edit nor the commits', async () => {
    const world = await metThrice();
    await update(world.store, 'alice', (current) => ({
      ...(current ?? memory('alice', 0)),
      preferences: { tone: preference('formal'), length: preference('short') },
    }));
    const opened = readFile(world);
    await update(world.store, 'alice', countOne);
    await update(world.store, 'alice', (current) => ({
      ...countOne(current),
      preferences: { ...current?.preferences, topics: preference('compilers') },
    }));
    const { length: _, ...kept } = opened.preferences;
    writeFile(world, { ...opened, summary: 'Edited by hand.', preferences: kept });
    const read = await world.another().read('alice');
    expect(read).toMatchObject({ summary: 'Edited by hand.', sessionCount: 5, revision: 7 });
    expect(Object.keys(read?.preferences ?? {}).sort()).toEqual(['tone', 'topics']);
  });

  it('that puts a copy of an older memory back is taken whole', async () => {
    const world = await metThrice();
    const old = fs.readFileSync(world.at('alice.json'));
    await update(world.store, 'alice', countOne);
    fs.writeFileSync(world.at('alice.json'), old);
    // Nobody is as fast as a test: two commits fit into what file systems round a time to.
    const later = Date.now() / 1000 + 1;
    fs.utimesSync(world.at('alice.json'), later, later);
    expect(await world.another().read('alice')).toMatchObject({ sessionCount: 3, revision: 5 });
  });

  it('that is not a memory is set aside, told, and the newest revision put back', async () => {
    const world = await metThrice();
    const before = fs.readFileSync(world.at('alice.json'), 'utf8');
    fs.writeFileSync(world.at('alice.json'), '{ "version": 1, "user": "alice", ');
    expect(await world.another().read('alice')).toMatchObject({ sessionCount: 3, revision: 3 });
    expect(fs.readFileSync(world.at('alice.json'), 'utf8')).toBe(before);
    expect(world.notices).toMatchObject([{ code: 'quarantined' }]);
    const [name = ''] = quarantine(world);
    expect(world.notices[0]?.message).toContain(name);
    expect(fs.readFileSync(world.at('.alice/quarantine', name), 'utf8')).toBe(
      '{ "version": 1, "user": "alice", ',
    );
  });

  it("with another user's memory is set aside", async () => {
    const world = await metThrice();
    writeFile(world, { ...memory('bob', 3, 'About bob.') });
    expect(await world.another().read('alice')).toMatchObject({ summary: '', revision: 3 });
    expect(quarantine(world)).toHaveLength(1);
  });

  it('leaves at most 5 files in quarantine, the newest ones', async () => {
    const world = await metThrice();
    for (let n = 0; n < 7; n++) {
      fs.writeFileSync(world.at('alice.json'), `broken ${n}`);
      await world.another().read('alice');
    }
    const kept = quarantine(world).sort();
    expect(
      kept.map((name) => fs.readFileSync(world.at('.alice/quarantine', name), 'utf8')),
    ).toEqual([2, 3, 4, 5, 6].map((n) => `broken ${n}`));
  });

  it('that an editor makes by removing the file first is not taken for a deletion', async () => {
    const world = await metThrice();
    const content = readFile(world);
    fs.unlinkSync(world.at('alice.json'));
    const reading = world.another().read('alice');
    await new Promise((resolve) => setTimeout(resolve, 10));
    writeFile(world, { ...content, summary: 'Saved.' });
    expect(await reading).toMatchObject({ summary: 'Saved.', revision: 4 });
    expect(revisions(world)).toHaveLength(5);
  });
});

function preference(value: string): Memory['preferences'][string] {
  const source = { turn: 't-1', role: 'user', quote: value } as const;
  return { value, origin: 'stated', source, updatedAt: NOW };
}

describe('a memory whose file its owner deleted', () => {
  it('is gone with its housekeeping, and a new one starts', async () => {
    const world = await metThrice();
    fs.mkdirSync(world.at('.alice/pending'));
    fs.writeFileSync(world.at('.alice/transcript.jsonl'), '{}\n');
    fs.rmSync(world.at('alice.json'));
    expect(await world.another().read('alice')).toBeNull();
    expect(filesBelow(world.at('.'))).toEqual([]);
    const after = await update(world.store, 'alice', countOne);
    expect(after).toMatchObject({ sessionCount: 1, revision: 1 });
  });

  it('starts anew when the next thing that happens is a commit', async () => {
    const world = await metThrice();
    fs.rmSync(world.at('alice.json'));
    expect(await world.store.commit('alice', memory('alice', 4))).toBe('conflict');
    expect(await world.store.commit('alice', memory('alice', 0))).toBe('committed');
  });

  it('costs only undo when it is the housekeeping that was deleted', async () => {
    const world = await metThrice();
    fs.rmSync(world.at('.alice'), { recursive: true });
    expect(await world.another().read('alice')).toMatchObject({ sessionCount: 3, revision: 3 });
    expect(await update(world.store, 'alice', countOne)).toMatchObject({ revision: 4 });
    expect(revisions(world).sort()).toEqual(['0000000003.json', '0000000004.json']);
    expect(world.notices).toEqual([]);
  });
});
