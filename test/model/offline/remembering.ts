import { apply } from '../../../src/memory/apply.ts';
import { emptyMemory } from '../../../src/memory/codec.ts';
import type { Turn } from '../../../src/memory/turn.ts';
import type { Memory } from '../../../src/memory/types.ts';
import { extractionPrompt } from '../../../src/prompt/extraction.ts';
import { extractionSchema, toOperations } from '../../../src/prompt/extraction-schema.ts';
import { renderMemory } from '../../../src/prompt/system.ts';
import { chat, extraction } from './asking.ts';

/** A memory and what was refused on the way to it. */
export interface World {
  memory: Memory;
  refused: string[];
}

/** A conversation whose every turn is extracted by the offline model and kept by the real rules. */
export async function remembering(messages: readonly string[]): Promise<World> {
  let memory = emptyMemory('alice', '2026-11-20T10:00:00.000Z');
  const refused: string[] = [];
  for (const [index, text] of messages.entries()) {
    const now = `2026-11-20T11:${String(index).padStart(2, '0')}:00.000Z`;
    const turn: Turn = {
      id: `t-${index}`,
      user: 'alice',
      session: 's-1',
      at: now,
      message: [{ origin: 'typed', text }],
      reply: 'Noted.',
      status: 'answered',
      attempts: 0,
    };
    const { prompt, facts } = extractionPrompt({ memory, turns: [turn] });
    const answer = await extraction(prompt);
    const read = extractionSchema.read(JSON.stringify(answer));
    if (!read.ok) throw new Error(read.problem);
    let count = 0;
    const written = apply(memory, toOperations(read.value, facts), {
      turns: [turn],
      now,
      newId: (kind) => `${kind[0]}-${index}-${++count}`,
    });
    memory = written.memory;
    refused.push(
      ...written.changes.refused.map(({ text: what, reason }) => `${what}: ${reason}`),
      ...memory.review.map((item) => `${item.text}: ${item.reason}`),
    );
  }
  return { memory, refused };
}

/** The answer in a new process that has only the memory. */
export async function later({ memory }: World, question: string): Promise<string> {
  return chat(renderMemory({ memory, now: '2026-11-21T10:00:00.000Z', recent: question }), [
    question,
  ]);
}

/** The texts of the active facts. */
export const texts = ({ memory }: World): string[] => memory.keyFacts.map(({ text }) => text);
