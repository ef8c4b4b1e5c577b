import './without-fsync.ts';

import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMemory } from '../../src/memory/codec.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { decodePending, encodePending } from '../../src/store/pending.ts';
import { decodeRevision } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { aTurn } from '../support/turns.ts';
import { countOne } from './contract.ts';
import { filesBelow, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const TURN: Turn = aTurn({
  message: [{ origin: 'typed', text: 'Ich mag Grüntee 🍵 und "Anführungen".' }],
  reply: 'Schön.',
});
const revisionFile = (n: number) => `.alice/revisions/000000000${n}.json`;

async function metTwice(): Promise<World> {
  const world = worldIn(folder());
  const text = 'Mag Grüntee 🍵 und "Anführungen"';
  await update(world.store, 'alice', () => memoryOf({ name: 'Älice', keyFacts: [fact(text)] }));
  await update(world.store, 'alice', countOne);
  return world;
}

/** What a bad disk, a bad copy or a power cut makes of a file. */
function damageOf(whole: Buffer): fc.Arbitrary<Buffer> {
  const range = fc
    .tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 600 }))
    .map(([from, length]) => [from, Math.min(whole.length, from + length)] as const);
  const flip = fc.tuple(fc.nat(whole.length - 1), fc.nat(7)).map(([at, bit]) => {
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
    return flipped;
  });
  return fc
    .oneof(
      flip,
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      range.map(([from, to]) => Buffer.concat([whole.subarray(0, from), whole.subarray(to)])),
      range.map(([from, to]) => Buffer.from(whole).fill(0, from, to)),
      range.map(([from, to]) => Buffer.concat([whole.subarray(0, to), whole.subarray(from)])),
    )
    .filter((damaged) => !damaged.equals(whole));
}

const quarantine = ({ at }: World): Buffer[] =>
  fs.existsSync(at('.alice/quarantine'))
    ? filesBelow(at('.alice/quarantine')).map((name) =>
        fs.readFileSync(at('.alice/quarantine', name)),
      )
    : [];

/** Whether there is nothing to set aside of a revision: a power cut came before its bytes. */
const isBlank = (bytes: Buffer) => bytes.every((byte) => byte === 0);

/** Writes a file that was not written just now, but for the user's: it is read at any age. */
function damage({ at }: World, name: string, bytes: Buffer): void {
  fs.writeFileSync(at(name), bytes);
  if (name !== 'alice.json') fs.utimesSync(at(name), 1, 1);
}

describe('the bytes of a file, cut off at any length', () => {
  it('of a memory are no memory', async () => {
    const { at } = await metTwice();
    const whole = fs.readFileSync(at('alice.json'));
    expect(decodeMemory(whole.toString(), 'alice').state).toBe('valid');
    // The last byte is a line break.
    for (let length = 0; length < whole.length - 1; length++) {
      expect(decodeMemory(whole.toString('utf8', 0, length), 'alice').state).toBe('invalid');
    }
  });

  it('of a revision are no revision', async () => {
    const { at } = await metTwice();
    const whole = fs.readFileSync(at(revisionFile(2)));
    expect(decodeRevision(whole, 0, 2)).toMatchObject({ header: { revision: 2 } });
    for (let length = 0; length < whole.length; length++) {
      expect(decodeRevision(whole.subarray(0, length), 0, 2)).toBeNull();
    }
  });

  it('of a pending turn are no turn', () => {
    const whole = encodePending(currentOwner(), TURN);
    expect(decodePending(whole, 'alice', 't-1')).toMatchObject({ turn: TURN });
    for (let length = 0; length < whole.length - 1; length++) {
      expect(decodePending(whole.subarray(0, length), 'alice', 't-1')).toBeNull();
    }
  });

  it('of the last line of the transcript cost no other line, and are written whole again', async () => {
    const { at } = worldIn(folder());
    const transcript = new FileTranscript({ directory: at('.') });
    await transcript.append({ ...TURN, id: 't-0' });
    const first = fs.readFileSync(at('.alice/transcript.jsonl'), 'utf8');
    await transcript.append(TURN);
    const whole = fs.readFileSync(at('.alice/transcript.jsonl'));
    const start = Buffer.byteLength(first);
    for (let length = start; length < whole.length; length++) {
      fs.writeFileSync(at('.alice/transcript.jsonl'), whole.subarray(0, length));
      await transcript.append(TURN);
      const lines = fs.readFileSync(at('.alice/transcript.jsonl'), 'utf8').split('\n');
      const turns = lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line).turn] : []));
      expect({ length, turns }).toEqual({ length, turns: ['t-0', 't-1'] });
    }
  });
});

describe('the bytes of a file, damaged anywhere', () => {
  it('of a revision are told by their checksum', async () => {
    const { at } = await metTwice();
    const whole = fs.readFileSync(at(revisionFile(2)));
    const body = whole.subarray(whole.indexOf('\n') + 1);
    fc.assert(
      fc.property(damageOf(whole), (bytes) => {
        // What is said in the header beside the checksum may be hurt; the memory is whole.
        const decoded = decodeRevision(bytes, 0, 2);
        if (decoded !== null) expect(decoded.body.equals(body)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a pending turn are no turn, or one of the same user and id', () => {
    fc.assert(
      fc.property(damageOf(encodePending(currentOwner(), TURN)), (bytes) => {
        const decoded = decodePending(bytes, 'alice', 't-1');
        if (decoded !== null) expect(decoded.turn).toMatchObject({ id: 't-1', user: 'alice' });
      }),
      { numRuns: 2000 },
    );
  });

  it('of a memory are set aside, or read as an edit, or refused as newer, and never lost', {
    timeout: 60_000,
  }, async () => {
    const template = await metTwice();
    const whole = fs.readFileSync(template.at('alice.json'));
    await fc.assert(
      fc.asyncProperty(damageOf(whole), async (bytes) => {
        const world = copyOf(template);
        damage(world, 'alice.json', bytes);
        const { state } = decodeMemory(bytes.toString(), 'alice');
        if (state === 'newer') {
          await expect(world.store.read('alice')).rejects.toMatchObject({
            code: 'memory-unreadable',
          });
          expect(fs.readFileSync(world.at('alice.json')).equals(bytes)).toBe(true);
          return;
        }
        const before = await world.store.read('alice');
        expect(before?.revision).toBe(state === 'valid' ? 3 : 2);
        if (state === 'invalid') expect(quarantine(world)).toEqual([bytes]);
        const after = await update(world.another(), 'alice', countOne);
        expect(after?.sessionCount).toBe((before?.sessionCount ?? 0) + 1);
        const past = fs.readdirSync(world.at('.alice/revisions'));
        expect(past).toEqual(expect.arrayContaining(['0000000001.json', '0000000002.json']));
      }),
      { numRuns: 30 },
    );
  });

  it('of the newest revision cost nothing, while the file is whole', async () => {
    const template = await metTwice();
    const whole = fs.readFileSync(template.at(revisionFile(2)));
    await fc.assert(
      fc.asyncProperty(damageOf(whole), async (bytes) => {
        const world = copyOf(template);
        const file = fs.readFileSync(world.at('alice.json'));
        damage(world, revisionFile(2), bytes);
        const isBroken = decodeRevision(bytes, 0, 2) === null && !isBlank(bytes);
        const read = await world.store.read('alice');
        expect(read).toMatchObject({ sessionCount: 1, name: 'Älice' });
        expect(quarantine(world)).toEqual(isBroken ? [bytes] : []);
        expect(JSON.parse(file.toString()).keyFacts).toEqual(read?.keyFacts);
        expect(await update(world.another(), 'alice', countOne)).toMatchObject({
          sessionCount: 2,
          name: 'Älice',
        });
      }),
      { numRuns: 40 },
    );
  });

  it('of both fall back to the revision before, and both are kept aside', {
    timeout: 60_000,
  }, async () => {
    const template = await metTwice();
    const [file, newest] = ['alice.json', revisionFile(2)].map((name) =>
      fs.readFileSync(template.at(name)),
    );
    if (file === undefined || newest === undefined) throw new Error('not arranged');
    await fc.assert(
      fc.asyncProperty(damageOf(file), damageOf(newest), async (bytes, revision) => {
        fc.pre(decodeMemory(bytes.toString(), 'alice').state === 'invalid');
        fc.pre(decodeRevision(revision, 0, 2) === null && !isBlank(revision));
        const world = copyOf(template);
        damage(world, 'alice.json', bytes);
        damage(world, revisionFile(2), revision);
        const read = await world.store.read('alice');
        expect(read).toMatchObject({ revision: 1, sessionCount: 0, name: 'Älice' });
        expect(quarantine(world)).toHaveLength(2);
        expect(quarantine(world)).toEqual(expect.arrayContaining([bytes, revision]));
        expect(await update(world.another(), 'alice', countOne)).toMatchObject({ revision: 2 });
      }),
      { numRuns: 15 },
    );
  });
});

function copyOf({ at }: World): World {
  const directory = path.join(folder(), 'sessions');
  fs.cpSync(at('.'), directory, { recursive: true, preserveTimestamps: true });
  return worldIn(directory);
}
