import fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { fact } from '../support/memories.ts';
import { contentOf, type Reference } from './model.ts';
import { type Clients, type Command, command, look } from './model-commands.ts';
import type { World } from './temporary.ts';

/** Clients of a store in files, and the owner of alice's with an editor. */
export interface Files extends Clients, World {
  /** Copies that the owner made of the file. */
  copies: { bytes: Buffer; memory: Memory; life: number }[];
  writes: number;
  /** Ids of the facts that the owner added. */
  learned: Set<string>;
  /** Whether the file is a copy that was put back. */
  isCopy: boolean;
  /** What is before this revision of this life may be deleted at any time. */
  purged: { life: number; before: number };
}

export function filesOf(world: World): Files {
  const clients = [0, 1, 2].map(() => ({ store: world.another(), held: null }));
  return {
    ...world,
    clients,
    fresh: new Set(),
    life: 0,
    copies: [],
    writes: 0,
    learned: new Set(),
    isCopy: false,
    purged: { life: 0, before: 0 },
  };
}

/**
 * Writes the user's file as its owner does: into it, or by renaming another over it. At a time that
 * no revision has: nobody is as fast as a test, which may be within what file systems round to.
 */
export function ownerWrites(world: Files, bytes: string | Buffer, inPlace: boolean): void {
  const file = inPlace ? world.at('alice.json') : world.at('draft');
  fs.writeFileSync(file, bytes);
  const time = Date.now() / 1000 + 1 + ++world.writes / 100;
  fs.utimesSync(file, time, time);
  if (!inPlace) fs.renameSync(file, world.at('alice.json'));
}

/** What the user's file says: whole at any moment; null when there is none. */
function readFile(world: Files): Memory | null {
  if (!fs.existsSync(world.at('alice.json'))) return null;
  const decoded = decodeMemory(fs.readFileSync(world.at('alice.json'), 'utf8'), 'alice');
  if (decoded.state !== 'valid') throw new Error(`the file is ${decoded.state}`);
  return decoded.memory;
}

interface Edit {
  inPlace: boolean;
  note: boolean;
  learn: boolean;
  /** Which fact is taken out, if there are so many. */
  forget: number;
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  inPlace: fc.boolean(),
  note: fc.boolean(),
  learn: fc.boolean(),
  forget: fc.nat(3),
});

/** Changes `base` in an editor. What was written since `base` must stay. */
function ownerEdits(reference: Reference, world: Files, base: Memory, edit: Edit): void {
  const [name, summary] = [reference.name(), reference.name()];
  // Where a process dies between taking an edit over and writing that into the file, a further edit
  // of the file looks as if it had never had what the first one added.
  const gone = base.keyFacts.filter(({ id }) => !world.learned.has(id))[edit.forget]?.id;
  if (edit.learn) world.learned.add(name);
  const kept = base.keyFacts.filter(({ id }) => id !== gone);
  const keyFacts = edit.learn ? [...kept, fact(name, { id: name })] : kept;
  const edited = { ...base, summary, keyFacts, ...(edit.note && { note: name }) };
  ownerWrites(world, JSON.stringify(edited), edit.inPlace);
  world.isCopy = false;
  world.fresh.clear();
  reference.step((state) => {
    // The file was there.
    if (state === null) return [];
    const facts = state.facts.filter((id) => id !== gone);
    if (edit.learn) facts.push(name);
    const note = edit.note ? name : state.note;
    const after = { ...state, facts: facts.sort(), summary, note, edited: true };
    // Whoever died after the file and before revision 0: what is in the file now becomes that one.
    return state.revision === 0 ? [after, { ...after, edited: false }] : [after];
  });
}

/** An edit that no store has seen is lost when its owner writes over it: not a loss to be told. */
export async function lookAtEdit(reference: Reference, world: Files): Promise<void> {
  if (reference.isEdited()) await look(reference, world);
}

const anyCopy = fc.nat(9);

/** One of the copies of the memory that there is now. */
function copyOf({ copies, life }: Files, number: number): Files['copies'][number] | undefined {
  const here = copies.filter((copy) => copy.life === life);
  return here[number % here.length];
}

export const ownerCommands: fc.Arbitrary<Command<Files>>[] = [
  anyEdit.map((edit) =>
    command(`edit(${JSON.stringify(edit)})`, async (reference, world: Files) => {
      // What is changed in a copy before anyone saw it is a change since that was made.
      if (world.isCopy) await lookAtEdit(reference, world);
      const base = readFile(world);
      if (base !== null) ownerEdits(reference, world, base, edit);
    }),
  ),

  fc.constant(
    command('copy()', async (reference, world: Files) => {
      await look(reference, world);
      const copied = readFile(world);
      // Of the empty memory there may be no revision yet.
      if (copied === null || copied.revision === 0) return;
      // What was changed in a copy of a revision that is forgotten cannot be told any more.
      const { life, before } = world.purged;
      if (life === world.life && copied.revision < before) return;
      const bytes = fs.readFileSync(world.at('alice.json'));
      // What the owner wrote may still be there, where a process died after taking it over.
      if (bytes.toString() !== encodeMemory(copied)) return;
      world.copies.push({ bytes, memory: copied, life: world.life });
    }),
  ),

  fc.tuple(anyEdit, anyCopy).map(([edit, number]) =>
    command(`editCopy(${number}, ${JSON.stringify(edit)})`, async (reference, world: Files) => {
      await lookAtEdit(reference, world);
      const copy = copyOf(world, number);
      if (copy !== undefined) ownerEdits(reference, world, copy.memory, edit);
    }),
  ),

  fc.tuple(anyCopy, fc.boolean()).map(([number, inPlace]) =>
    command(`putBack(${number}, ${inPlace})`, async (reference, world: Files) => {
      await lookAtEdit(reference, world);
      const copy = copyOf(world, number);
      if (copy === undefined) return;
      ownerWrites(world, copy.bytes, inPlace);
      world.isCopy = true;
      const content = contentOf(copy.memory);
      for (const client of world.clients) client.held = null;
      reference.step((state) => {
        if (state === null) return [];
        // The newest put back is no change.
        if (state.revision === copy.memory.revision) return [state];
        const after = { ...state, ...content, edited: true };
        // The same once more may be no change either.
        return isDeepStrictEqual(after, { ...state, edited: true }) ? [state, after] : [after];
      });
    }),
  ),
];
