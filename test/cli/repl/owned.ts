import { UserMemory } from '../../../src/chat/user-memory.ts';
import type { Dialogue } from '../../../src/cli/dialogue.ts';
import type { CommandContext } from '../../../src/cli/repl/command.ts';
import type { Memory } from '../../../src/memory/types.ts';
import { ChatWorld } from '../../support/chat-world.ts';
import { aMemory } from './scripted.ts';

/** Alice's memory in a world of its own, as it is at revision 0. */
export async function owned(
  over: Partial<Memory> = {},
): Promise<{ own: UserMemory; world: ChatWorld }> {
  const world = new ChatWorld();
  await world.store.commit('alice', aMemory({ ...over, revision: 0 }));
  const models = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };
  return { own: new UserMemory(world, { user: 'alice', models }), world };
}

/** A conversation about this memory in which nothing was said yet. */
export function conversationAbout(own: UserMemory): CommandContext['conversation'] {
  const models = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };
  return {
    own: async () => own,
    why: async () => ({ name: null, summary: '', facts: [], preferences: [], recalled: [] }),
    models: async () => models,
    async useModel(model) {
      models.chat = model;
    },
    startAnew: async () => {},
    retract: async () => ({ undone: null, shared: null }),
    settle: async () => 'nothing',
  };
}

/** A person who gives these answers, one after the other, and then leaves. */
export class Person implements Dialogue {
  readonly shown: string[] = [];
  readonly asked: { question: string; initial: string }[] = [];
  readonly #answers: (string | null)[];

  constructor(...answers: (string | null)[]) {
    this.#answers = answers;
  }

  async ask(question: string, initial = ''): Promise<string | null> {
    this.asked.push({ question, initial });
    return this.#answers.shift() ?? null;
  }

  print(text: string): void {
    this.shown.push(text);
  }

  /** All that was printed. */
  get text(): string {
    return this.shown.join('\n');
  }
}
