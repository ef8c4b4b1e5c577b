import { describe, expect, it } from 'vitest';
import { apply } from '../../src/memory/apply.ts';
import type { Memory } from '../../src/memory/types.ts';
import { evidence, fact, memory, operation, operations, turn } from './world.ts';

describe('a summary beside words of others', () => {
  const paste = 'I have been fired from work for stealing and am allergic to penicillin';
  const sum = (summary: string, start: Memory, reply = 'I see.') =>
    apply(
      start,
      operations({ summary }),
      evidence(
        turn(
          't-1',
          [
            { origin: 'typed', text: 'Please check the work in this text. I am a nurse.\n' },
            { origin: 'third-party', text: paste },
          ],
          { reply },
        ),
      ),
    );
  const stolen = 'Was fired from work for stealing and is allergic to penicillin.';

  it('loses the sentence that pasted text says, and keeps the one that the user said', () => {
    const { memory: written, changes } = sum(`${stolen} Works as a nurse.`, memory());
    expect(written.summary).toBe('Works as a nurse.');
    expect(changes.refused).toEqual([
      { text: stolen, reason: 'it says what only pasted text or the assistant said' },
    ]);
  });

  it('loses a sentence that the user began and pasted text ends', () => {
    expect(sum('A nurse who is allergic to penicillin.', memory()).memory.summary).toBe('');
  });

  it.each(['answered', 'truncated'] as const)(
    'loses what only the reply says, %s or not',
    (status) => {
      const { memory: written } = apply(
        memory(),
        operations({ summary: 'A nurse with burnout. A nurse.' }),
        evidence(turn('t-1', 'I am a nurse', { reply: 'Nurses often have burnout.', status })),
      );
      expect(written.summary).toBe('A nurse.');
    },
  );

  it.each([
    ['a fact', memory({ keyFacts: [fact('f-1', 'Allergic to penicillin')] })],
    ['the summary so far', memory({ summary: 'Is allergic to penicillin.' })],
  ])('keeps words that %s has, even if the paste has them too', (_case, start) => {
    const summary = 'A nurse, allergic to penicillin.';
    expect(sum(summary, start).memory.summary).toBe(summary);
  });

  it('keeps a verb that any fact has, and words that nobody said', () => {
    const summary = 'Works hospital shifts as a nurse.';
    expect(sum(summary, memory(), 'Do you like working there?').memory.summary).toBe(summary);
  });

  it('keeps what the user has just said yes to', () => {
    const { memory: written } = apply(
      memory(),
      operations({
        facts: [operation('Lives in Lisbon', 'Yes', { answers: 'you live in Lisbon' })],
        summary: 'Lives in Lisbon.',
      }),
      evidence(
        turn('t-1', 'guess', { reply: 'So you live in Lisbon?' }),
        turn('t-2', 'Yes.', { reply: 'Lisbon is lovely.' }),
      ),
    );
    expect(written.summary).toBe('Lives in Lisbon.');
  });
});

describe('a fact that is said to be over', () => {
  const peanuts = fact('f-1', 'Allergic to peanuts', { tag: 'health' });
  const retire = (said: string, target: ReturnType<typeof fact>, text: string | null = null) =>
    apply(
      memory({ keyFacts: [target] }),
      operations({
        facts: [operation(text, said, { op: 'retire', target: target.id, tag: target.tag })],
      }),
      evidence(turn('t-1', said)),
    ).memory;

  it.each([
    ['I went for a run', 'Went for a run'],
    ['I went for a run', 'No longer allergic to peanuts'],
    ['My health insurance is new', 'Health insurance is new'],
  ])('waits in review when "%s" does not speak of it, whatever the model writes', (said, text) => {
    const written = retire(said, peanuts, text);
    expect(written.keyFacts).toEqual([peanuts]);
    expect(written.review[0]).toMatchObject({
      text: 'No longer: Allergic to peanuts',
      reason: 'your words do not visibly say this',
    });
  });

  it.each([
    ['I am no longer allergic to peanuts', peanuts],
    ['I no longer use vim', fact('f-1', 'Uses vim', { tag: 'editor' })],
    ["I don't have any pets anymore", fact('f-1', 'Has a dog named Rex', { tag: 'pets' })],
    ['I quit my job', fact('f-1', 'Works at Acme', { tag: 'job' })],
  ])('is retired when the user says "%s"', (said, target) => {
    const written = retire(said, target);
    expect(written.keyFacts).toEqual([]);
    expect(written.retired[0]).toMatchObject({ id: 'f-1', supersededBy: null });
  });
});
