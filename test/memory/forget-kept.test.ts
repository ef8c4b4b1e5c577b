import { describe, expect, it } from 'vitest';
import { forget } from '../../src/memory/forget.ts';
import { isQuery } from '../../src/memory/forget-target.ts';
import { fact, memory, NOW, texts } from './world.ts';

const said = (quote: string) => ({ source: { turn: 't-1', role: 'user' as const, quote } });

describe('forgetting by words', () => {
  it('keeps a fact whose quote tells of them beside what the fact says', () => {
    const quote = 'I live in Berlin with my dog Bello';
    const facts = [
      fact('f-1', 'Lives in Berlin', said(quote)),
      fact('f-2', 'Has a dog named Bello', said(quote)),
    ];
    const left = forget(
      memory({ keyFacts: facts, summary: 'Alice lives in Berlin.' }),
      { kind: 'query', query: 'Bello' },
      NOW,
    ).memory;
    expect(texts(left.keyFacts)).toEqual(['Lives in Berlin']);
    expect(left.summary).toBe('Alice lives in Berlin.');
    expect(JSON.stringify(left)).not.toContain('Bello');
  });

  it('finds a fact by its quote where it says it in another language', () => {
    const facts = [fact('f-1', 'Allergic to peanuts', said('Ich vertrage keine Erdnüsse'))];
    const target = { kind: 'query', query: 'Erdnüsse' } as const;
    expect(forget(memory({ keyFacts: facts }), target, NOW).memory.keyFacts).toEqual([]);
  });

  it('needs a word that tells something, or a sign', () => {
    expect(['the', 'a', 'I am', ' ', 'is it'].map(isQuery)).toEqual(Array(5).fill(false));
    expect(['tea', 'the tea', '42', '🦄', '東京'].map(isQuery)).toEqual(Array(5).fill(true));
  });
});

describe('forgetting a fact whose word another fact has as well', () => {
  it('blots out what says that alone, and leaves what says more', () => {
    const recent = (text: string) => ({
      role: 'assistant' as const,
      text,
      at: NOW,
      turn: 't-9',
    });
    const facts = [
      fact('f-1', 'Has epilepsy', said('I have epilepsy.')),
      fact('f-2', 'Epilepsy doctor is Weber', said('My epilepsy doctor is Weber.')),
    ];
    const messages = [recent('Yes. You have epilepsy.'), recent('Your epilepsy doctor is Weber.')];
    const { eraser } = forget(
      memory({ keyFacts: facts, recentMessages: messages }),
      { kind: 'fact', id: 'f-1' },
      NOW,
    );
    expect(eraser.erase('Yes. You have epilepsy.')).toBe('Yes. [forgotten].');
    expect(eraser.erase('Your epilepsy doctor is Weber.')).toBe('Your epilepsy doctor is Weber.');
  });
});
