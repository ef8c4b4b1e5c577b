import { describe, expect, it } from 'vitest';
import { GLYPHS } from '../../../src/cli/output/signs.ts';
import type { CommandContext } from '../../../src/cli/repl/command.ts';
import { COMMANDS, findCommand } from '../../../src/cli/repl/commands.ts';
import { SessionRecord } from '../../../src/cli/repl/record.ts';
import type { Memory } from '../../../src/memory/types.ts';
import { fact } from '../../support/memories.ts';
import { conversationAbout, owned, Person } from './owned.ts';
import { aProposal, aWhy } from './scripted.ts';

/** A conversation about alice's memory, with a person who gives these answers. */
async function conversation(over: Partial<Memory> = {}, ...answers: (string | null)[]) {
  const { own, world } = await owned(over);
  const person = new Person(...answers);
  let waits = 0;
  const context: CommandContext = {
    conversation: { ...conversationAbout(own), why: async () => aWhy() },
    record: new SessionRecord(world.clock),
    about: [],
    costs: async () => null,
    clock: world.clock,
    forgotten: async () => {},
    write: async () => '',
    colour: false,
    signs: GLYPHS,
    columns: 80,
    ask: (question, initial) => person.ask(question, initial),
    print: (text) => person.print(text),
    remembered: async () => {
      waits += 1;
    },
  };
  const type = async (line: string) => {
    const found = findCommand(line, COMMANDS);
    if ('suggestion' in found) throw new Error(found.suggestion);
    return found.command.run(context, found.rest);
  };
  return { own, world, person, type, waits: () => waits };
}

const TEA = fact('Likes tea', { id: 'f-tea', source: { turn: 't-1', role: 'user', quote: 'tea' } });
const ONLY_TEA: Partial<Memory> = { summary: '', preferences: {}, keyFacts: [TEA] };

async function texts(own: { read(): Promise<Memory> }): Promise<string[]> {
  return (await own.read()).keyFacts.map(({ text }) => text);
}

describe('/remember', () => {
  it('keeps what the person writes, and says how to take it back', async () => {
    const { own, person, type } = await conversation(ONLY_TEA);
    expect(await type('/remember I am allergic to nuts')).toBe('stay');
    expect(person.text).toBe('+ I am allergic to nuts\nTo take it back: /undo 1');
    expect(await texts(own)).toEqual(['Likes tea', 'I am allergic to nuts']);
  });

  it('asks for a fact when there is none', async () => {
    const { type } = await conversation();
    await expect(type('/remember')).rejects.toThrow('/remember takes a fact');
  });
});

describe('/forget', () => {
  it('shows what would go, and forgets it after a yes', async () => {
    const { own, person, type, waits } = await conversation(ONLY_TEA, 'y');
    await type('/forget f-tea');
    expect(person.text).toContain('To be forgotten for good:\n  − Likes tea\n');
    expect(person.text).toContain('This cannot be undone.\nForgotten:\n  − Likes tea');
    expect(person.asked).toEqual([{ question: 'Forget it? (y/N) ', initial: '' }]);
    expect(await texts(own)).toEqual([]);
    expect(waits()).toBe(1);
  });

  it.each(['', 'n', 'no', 'maybe', 'yess', null])('changes nothing after %j', async (answer) => {
    const { own, world, person, type } = await conversation(ONLY_TEA, answer);
    const before = await world.store.read('alice');
    await type('/forget tea');
    expect(person.text).toMatch(/Nothing was forgotten\.$/);
    expect(await own.read()).toEqual(before);
  });

  it('does not ask when there is nothing to forget', async () => {
    const { own, person, type } = await conversation(ONLY_TEA, 'y');
    await type('/forget coffee');
    expect(person.asked).toEqual([]);
    expect(person.text).toBe('Nothing that is kept holds “coffee”.');
    expect(await texts(own)).toEqual(['Likes tea']);
  });

  it('asks for words when there are none', async () => {
    const { type } = await conversation();
    await expect(type('/forget  ')).rejects.toThrow('/forget takes an id');
  });
});

describe('/review', () => {
  it('goes through what waits, once what was said is in', async () => {
    const review = [aProposal('p-1', 'Likes jazz'), aProposal('p-2', 'Likes rain')];
    const { own, person, type, waits } = await conversation({ ...ONLY_TEA, review }, 'y', 'n');
    await type('/review');
    expect(waits()).toBe(1);
    expect(await texts(own)).toEqual(['Likes tea', 'Likes jazz']);
    expect((await own.read()).review).toEqual([]);
    expect(person.text).toMatch(/1 approved, 1 declined, 0 left for later\.$/);
  });
});

describe('/undo', () => {
  it('takes the newest change back, and by its number that undo', async () => {
    const { own, person, type, waits } = await conversation(ONLY_TEA);
    await own.add({ text: 'Has a cat' });
    await type('/undo');
    expect(waits()).toBe(1);
    expect(await texts(own)).toEqual(['Likes tea']);
    expect(person.text).toContain('Took revision 1 back. This is revision 2:\n  − Has a cat');
    expect(person.text).toContain('To bring it back: /undo 2');
    await type('/undo 2');
    expect(await texts(own)).toEqual(['Likes tea', 'Has a cat']);
  });

  it('takes no words', async () => {
    const { type } = await conversation();
    await expect(type('/undo everything')).rejects.toThrow('or the number of a revision');
  });

  it('says when there is nothing to undo', async () => {
    const { type } = await conversation();
    await expect(type('/undo')).rejects.toThrow('nothing to undo');
  });
});

describe('/memory and /why', () => {
  it('show what is kept, with the way to what waits, and what the prompt carried', async () => {
    const { person, type } = await conversation({ review: [aProposal('p-1', 'Likes jazz')] });
    await type('/memory');
    expect(person.text).toContain('Lives in Hamburg · 2026-03-01 · f-1');
    expect(person.text).toContain('1 thing waits for your yes: /review');
    await type('/why');
    expect(person.text).toContain('you said “I live in Hamburg” · 2026-03-01 · turn t-1 · f-1');
  });
});

describe('/quit', () => {
  it('leaves', async () => {
    const { type } = await conversation();
    expect(await type('/quit')).toBe('leave');
  });
});
