import { describe, expect, it } from 'vitest';
import { MAX_INFERRED } from '../../src/memory/infer.ts';
import { expert, formal, inferred, preference, short } from './infer-world.ts';
import { memory, NOW, turn } from './world.ts';

describe('an inferred preference', () => {
  it('is written as inferred, with the newest message that shows it', () => {
    const { memory: after, changes } = inferred([short]);
    expect(after).toEqual({
      ...memory(),
      preferences: {
        'answer length': {
          value: 'short',
          origin: 'inferred',
          source: { turn: 't-3', role: 'user', quote: 'too long' },
          updatedAt: NOW,
        },
      },
    });
    const text = 'answer length: short';
    expect(changes.added).toEqual([{ id: 'preference:answer length', text }]);
    expect(changes.refused).toEqual([]);
  });

  it('is shown by quotes in any order, with their own case and spaces', () => {
    const quotes = ['TOO  LONG', 'shorter Please'];
    const { memory: after } = inferred([{ ...short, quotes }]);
    expect(after.preferences['answer length']?.source).toEqual({
      turn: 't-3',
      role: 'user',
      quote: 'TOO LONG',
    });
  });

  it('has the newest of many messages as its source', () => {
    const quotes = ['briefly', ...short.quotes];
    const { memory: after } = inferred([{ ...short, quotes }]);
    expect(after.preferences['answer length']?.source.turn).toBe('t-4');
  });

  it('is shown by one quote that stands in two messages', () => {
    const again = [turn('t-1', 'Shorter!'), turn('t-2', 'Why?'), turn('t-3', 'Even shorter')];
    const { memory: after } = inferred([{ ...short, quotes: ['shorter'] }], memory(), again);
    expect(after.preferences['answer length']?.source.turn).toBe('t-3');
  });

  it('keeps no secret and no more than 500 characters of a quote', () => {
    const password = ['hunter', '2', 'hunter'].join('');
    const said = `shorter, my password is ${password} ${'and so on '.repeat(60)}`;
    const quotes = [said, said];
    const heard = [turn('t-1', said), turn('t-2', said)];
    const { memory: after } = inferred([{ ...short, quotes }], memory(), heard);
    const quote = after.preferences['answer length']?.source.quote ?? '';
    expect(quote).toHaveLength(500);
    expect(quote).not.toContain(password);
  });

  it('is confirmed when it shows again', () => {
    const unknown = { ...preference('short'), note: 'kept' };
    const start = memory({ preferences: { 'answer length': unknown } });
    const { memory: after, changes } = inferred([short], start);
    const source = { turn: 't-3', role: 'user', quote: 'too long' };
    expect(after.preferences['answer length']).toEqual({ ...unknown, source, updatedAt: NOW });
    expect(changes.confirmed).toEqual([
      { id: 'preference:answer length', text: 'answer length: short' },
    ]);
    expect([...changes.added, ...changes.replaced]).toEqual([]);
  });

  it('gives way to another inferred value', () => {
    const start = memory({ preferences: { 'answer length': preference('long') } });
    const { memory: after, changes } = inferred([short], start);
    expect(after.preferences['answer length']).toMatchObject({
      value: 'short',
      origin: 'inferred',
    });
    expect(changes.replaced).toEqual([
      { id: 'preference:answer length', text: 'answer length: short' },
    ]);
    expect([...changes.added, ...changes.confirmed]).toEqual([]);
  });

  it('is one of two new ones at most; confirmed and replaced ones do not count', () => {
    const start = memory({ preferences: { format: preference('prose') } });
    const format = { ...expert, key: 'format', value: 'lists' };
    const language = { ...expert, key: 'language', value: 'English' };
    const { memory: after, changes } = inferred([format, short, expert, formal, language], start);
    expect(Object.keys(after.preferences)).toEqual(['format', 'answer length', 'depth']);
    expect(changes.replaced).toHaveLength(1);
    expect(changes.added).toHaveLength(MAX_INFERRED);
    expect(changes.refused.map(({ text }) => text)).toEqual(['tone: formal', 'language: English']);
    expect(changes.refused[0]?.reason).toBe('more than 2 new ones at a time');
  });

  it('counts once in a pass, whatever else is said of it', () => {
    const { memory: after, changes } = inferred([short, { ...short, value: 'medium' }]);
    expect(after.preferences['answer length']?.value).toBe('short');
    expect(changes.refused).toEqual([
      { text: 'answer length: medium', reason: 'there is a value for it already' },
    ]);
  });

  it('does not stand in the way of the next when it is refused', () => {
    const bad = { ...short, value: 'enormous' };
    const { memory: after } = inferred([bad, { ...short, quotes: [] }, short]);
    expect(after.preferences['answer length']?.value).toBe('short');
  });
});
