import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/chat/session.ts';
import { readSettings } from '../../src/config/settings.ts';
import { encodeMemory } from '../../src/memory/codec.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { InMemoryStore, NoTranscript } from '../../src/store/in-memory.ts';
import { currentOwner } from '../../src/store/owner.ts';
import type { Notice } from '../../src/store/port.ts';
import { sha256 } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { Machine } from '../support/bin.ts';
import { MapJournal } from '../support/map-journal.ts';
import { ScriptedModel } from '../support/scripted-model.ts';
import { aTurn } from '../support/turns.ts';
import { countOne } from './contract.ts';
import { clock, memory, NOW, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const DEEP = '['.repeat(200_000) + ']'.repeat(200_000);
const MEGABYTE = 1024 * 1024;
const revisionFile = (n: number) => `.alice/revisions/000000000${n}.json`;

async function metTwice(): Promise<World> {
  const world = worldIn(folder());
  for (let n = 0; n < 2; n++) await update(world.store, 'alice', countOne);
  return world;
}

const deepMemory = encodeMemory(memory('alice', 2)).replace('{', `{"x":${DEEP},`);

describe('a message of 10 MB', () => {
  it('is refused by the session, which names the limit and keeps nothing of it', async () => {
    const journal = new MapJournal();
    const model = new ScriptedModel();
    const session = await openSession(
      {
        store: new InMemoryStore(),
        journal,
        transcript: new NoTranscript(),
        model,
        clock: () => NOW,
        newId: () => 't-1',
        price: () => null,
      },
      { user: 'alice', models: { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' } },
    );
    const typed = { origin: 'typed', text: 'x'.repeat(10 * MEGABYTE) } as const;
    await expect(session.say([typed]).next()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/10485760.*200000/),
    });
    expect(journal.turns.size).toBe(0);
  });

  describe('on standard input of memchat -p', () => {
    let machine: Machine;
    beforeEach(() => {
      machine = new Machine();
    });
    afterEach(() => machine[Symbol.dispose]());

    it.each([['alone'], ['beside a prompt']])(
      'is refused, %s, and not collected first',
      async (how) => {
        const prompt = how === 'alone' ? [] : ['What is this?'];
        const report =
          'process.on("exit",()=>console.error("peak "+process.resourceUsage().maxRSS))';
        const run = (input: string) =>
          machine.run(['-u', 'alice', '--offline', '-p', ...prompt], {
            input,
            env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(report)}` },
          });
        const peakOf = (stderr: string) => Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
        const { code, stdout, stderr } = await run('x'.repeat(100 * MEGABYTE));
        expect(code).toBe(2);
        expect(stdout).toBe('');
        expect(stderr).toContain('200000');
        expect(fs.existsSync(machine.sessions)).toBe(false);
        const barelyTooLong = await run('x'.repeat(MEGABYTE));
        expect(barelyTooLong.code).toBe(2);
        expect(peakOf(stderr) - peakOf(barelyTooLong.stderr)).toBeLessThan(80);
      },
    );
  });
});

describe('JSON nested 200,000 deep', () => {
  it.each([
    ['alone', DEEP],
    ['as a field', deepMemory],
  ])('in the file of a memory is refused and left as it is: %s', async (_, content) => {
    const { store, at } = worldIn(folder());
    fs.writeFileSync(at('alice.json'), content);
    const refusal = { code: 'memory-unreadable', message: expect.stringContaining('alice.json') };
    await expect(store.read('alice')).rejects.toMatchObject(refusal);
    await expect(update(store, 'alice', countOne)).rejects.toMatchObject(refusal);
    expect(fs.readFileSync(at('alice.json'), 'utf8') === content).toBe(true);
  });

  it('in the file of a memory with revisions is set aside, and the newest revision used', async () => {
    const { another, at, notices } = await metTwice();
    fs.writeFileSync(at('alice.json'), deepMemory);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 2, revision: 2 });
    expect(notices).toMatchObject([
      { code: 'quarantined', message: expect.stringContaining('nested more than 64 deep') },
    ]);
  });

  it.each([
    ['all of it', DEEP],
    ['the header', `{"revision":2,"x":${DEEP}}\n{}`],
  ])('in a revision is set aside, and costs nothing: %s', async (_, content) => {
    const { another, at } = await metTwice();
    fs.writeFileSync(at(revisionFile(2)), content);
    fs.utimesSync(at(revisionFile(2)), 1, 1);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 2 });
    expect(await update(another(), 'alice', countOne)).toMatchObject({ sessionCount: 3 });
  });

  it('in a revision whose checksum holds is refused in words, or passed over', async () => {
    const { another, at } = await metTwice();
    const header = { revision: 2, sha256: sha256(Buffer.from(deepMemory)), at: NOW };
    fs.writeFileSync(at(revisionFile(2)), `${JSON.stringify(header)}\n${deepMemory}`);
    const read = await another()
      .read('alice')
      .catch((error: { code?: string }) => error.code);
    if (read !== 'memory-unreadable') expect(read).toMatchObject({ sessionCount: 2 });
  });

  it.each([
    ['instead of the turn', `{"owner":{},"turn":${DEEP}}`],
    ['in a field that no turn has', null],
  ])(
    'in a pending turn is no reason to fail, or to say that a stack was too small: %s',
    async (_, content) => {
      const { at } = worldIn(folder());
      const notices: Notice[] = [];
      const journalOf = (owner = currentOwner()) =>
        new FileJournal({
          directory: at('.'),
          owner,
          clock,
          onNotice: (said) => notices.push(said),
        });
      const turn: Turn = aTurn({ reply: null, status: 'interrupted' });
      await journalOf({ ...currentOwner(), startedAt: '1' }).save(turn);
      const file = at('.alice/pending/t-1.json');
      const deep = fs.readFileSync(file, 'utf8').replace('"turn": {', `"turn": {"x": ${DEEP},`);
      fs.writeFileSync(file, content ?? deep);
      const adopted = await journalOf().adopt('alice');
      expect(adopted).toEqual(content === null ? [turn] : []);
      expect(notices.map(({ code }) => code)).toEqual(content === null ? [] : ['quarantined']);
    },
  );

  it.each([[DEEP], [`{"apiKey":${DEEP}}`], [`{"x":${DEEP}}`]])(
    'in the settings is refused in words',
    (content) => {
      const file = path.join(folder(), 'config.json');
      fs.writeFileSync(file, content);
      expect(() => readSettings(file)).toThrow(
        expect.objectContaining({ code: 'config', message: expect.stringContaining(file) }),
      );
    },
  );
});

describe('a memory file that is too large', () => {
  it.each([100, 3000])('of %i MB is refused with the limit named, and left', async (size) => {
    const { store, at } = worldIn(folder());
    fs.writeFileSync(at('alice.json'), '');
    // Sparse: it takes no room on the disk.
    fs.truncateSync(at('alice.json'), size * MEGABYTE);
    await expect(store.read('alice')).rejects.toMatchObject({
      code: 'memory-unreadable',
      message: expect.stringMatching(/alice\.json .*(?:more|larger) than \d+/),
    });
    expect(fs.statSync(at('alice.json')).size).toBe(size * MEGABYTE);
  });
});
