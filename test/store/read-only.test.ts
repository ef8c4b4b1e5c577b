import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Notice } from '../../src/store/port.ts';
import { revisionPath } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { clock, memory, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();

function readOnly(directory: string) {
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => notices.push(notice);
  return { store: new FileStore({ directory, clock, onNotice, writes: false }), notices };
}

/** Every name below a folder with what is there: its bytes, its time and which file it is. */
function looks(directory: string): Record<string, unknown> {
  const seen: Record<string, unknown> = {};
  for (const name of ['', ...fs.readdirSync(directory, { recursive: true }).map(String)]) {
    const file = path.join(directory, name);
    const { ino, mtimeMs, mode, nlink } = fs.lstatSync(file);
    const isFile = fs.lstatSync(file).isFile();
    const bytes = isFile ? fs.readFileSync(file, 'base64') : null;
    seen[name] = { ino, mtimeMs, mode, nlink, bytes };
  }
  return seen;
}

const write = ({ at }: World, text: string, seconds = 60) => {
  fs.writeFileSync(at('alice.json'), text);
  const time = Date.now() / 1000 + seconds;
  fs.utimesSync(at('alice.json'), time, time);
};
const revision = (world: World, number: number) =>
  revisionPath(placeOf(world.at('.'), 'alice'), number);

interface State {
  name: string;
  arrange(world: World): void;
  /** Revision and count that are read; null for no memory. */
  read: [number, number] | null;
  notices: Notice['code'][];
}

/** Each is arranged on a memory of three revisions, in which two things were counted. */
const STATES: State[] = [
  { name: 'up to date', arrange: () => {}, read: [2, 2], notices: [] },
  {
    name: 'not there',
    arrange: ({ at }) => {
      for (const name of ['.alice', 'alice.json']) fs.rmSync(at(name), { recursive: true });
    },
    read: null,
    notices: [],
  },
  {
    name: 'left over from a removal',
    arrange: ({ at }) => {
      fs.rmSync(at('alice.json'));
      fs.renameSync(at('.alice', 'revisions'), at('.alice', '.~deleted-1'));
    },
    read: null,
    notices: [],
  },
  {
    name: 'deleted by its owner',
    arrange: ({ at }) => fs.rmSync(at('alice.json')),
    read: null,
    notices: [],
  },
  {
    name: 'a file without revisions',
    arrange: ({ at }) => fs.rmSync(at('.alice'), { recursive: true }),
    read: [2, 2],
    notices: [],
  },
  {
    name: 'of an older format',
    arrange: (world) => {
      fs.rmSync(world.at('.alice'), { recursive: true });
      write(world, JSON.stringify({ user_id: 'alice', session_count: 5 }));
    },
    read: [0, 5],
    notices: [],
  },
  {
    name: 'edited by its owner',
    arrange: (world) =>
      write(world, JSON.stringify({ ...memory('alice', 2), sessionCount: 7, name: 'Alicia' })),
    read: [3, 7],
    notices: [],
  },
  {
    name: 'behind the newest revision',
    arrange: (world) => {
      const text = fs.readFileSync(revision(world, 1), 'utf8').replace(/^.*\n/, '');
      write(world, text);
      const { mtimeMs } = fs.statSync(revision(world, 1));
      fs.utimesSync(world.at('alice.json'), mtimeMs / 1000, mtimeMs / 1000);
      fs.utimesSync(revision(world, 2), 5, 5);
    },
    read: [2, 2],
    notices: [],
  },
  {
    name: 'broken',
    arrange: (world) => write(world, '{"version": 1, "user": "al'),
    read: [2, 2],
    notices: ['quarantined'],
  },
  {
    name: "another user's",
    arrange: (world) => write(world, encodeMemory(memory('bob', 2))),
    read: [2, 2],
    notices: ['quarantined'],
  },
  {
    name: 'with a damaged newest revision',
    arrange: (world) => {
      fs.truncateSync(revision(world, 2), 50);
      fs.utimesSync(revision(world, 2), 1, 1);
    },
    read: [2, 2],
    notices: ['quarantined'],
  },
  {
    name: 'with a forgetting that was not finished',
    arrange: ({ at }) => fs.writeFileSync(at('.alice', 'revisions', '.tmp-left'), 'half'),
    read: [2, 2],
    notices: [],
  },
];

async function arrange(arrangeState: (world: World) => void): Promise<World> {
  const world = worldIn(folder());
  for (let n = 0; n < 2; n++) await update(world.store, 'alice', countOne);
  arrangeState(world);
  return world;
}

describe('a store that may not write', () => {
  it.each(STATES)('reads a memory that is $name, and changes nothing', async (state) => {
    const world = await arrange(state.arrange);
    const before = looks(world.at('.'));
    const { store, notices } = readOnly(world.at('.'));
    for (let n = 0; n < 2; n++) {
      const read = await store.read('alice');
      expect(read && [read.revision, read.sessionCount]).toEqual(state.read);
    }
    const history: number[] = [];
    for await (const past of store.history('alice')) history.push(past.revision);
    const users: string[] = [];
    for await (const user of store.users()) users.push(user);
    expect(looks(world.at('.'))).toEqual(before);
    expect(notices.map(({ code }) => code)).toEqual(state.notices);
    for (const { message } of notices) {
      expect(message).toMatch(
        /could not be repaired: the memory is read-only\. Nothing was changed/,
      );
    }
  });

  it('reads what a store reads that may write', async () => {
    for (const state of STATES) {
      const world = await arrange(state.arrange);
      const read = await readOnly(world.at('.')).store.read('alice');
      const written = await world.another().read('alice');
      expect({ state: state.name, read }).toEqual({ state: state.name, read: written });
    }
  });

  it('refuses what nobody can read, as any other store', async () => {
    const world = await arrange((one) => write(one, '{"version": 2, "user": "alice"}'));
    const before = looks(world.at('.'));
    await expect(readOnly(world.at('.')).store.read('alice')).rejects.toMatchObject({
      code: 'memory-unreadable',
    });
    expect(looks(world.at('.'))).toEqual(before);
  });

  it('refuses to write, with the way to do so', async () => {
    const world = await arrange(() => {});
    const { store } = readOnly(world.at('.'));
    const before = looks(world.at('.'));
    const refused = {
      code: 'usage',
      message: `The memory is read-only: nothing in ${world.at()} was changed. Start memchat without --memory read-only to change it.`,
    };
    for (const attempt of [
      () => store.commit('alice', memory('alice', 3)),
      () => store.commit('bob', memory('bob', 0)),
      () => store.purge('alice', 2),
      () => store.remove('alice'),
      () => update(store, 'alice', countOne),
    ]) {
      await expect(attempt()).rejects.toMatchObject(refused);
    }
    expect(looks(world.at('.'))).toEqual(before);
  });

  it('makes no folder', async () => {
    const directory = path.join(folder(), 'none');
    const { store } = readOnly(directory);
    expect(await store.read('alice')).toBeNull();
    await expect(store.commit('alice', memory('alice', 0))).rejects.toMatchObject({
      code: 'usage',
    });
    expect(fs.existsSync(directory)).toBe(false);
  });
});
