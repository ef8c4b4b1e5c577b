import { describe, expect, it } from 'vitest';
import { nothingToForget, renderForgotten, renderPlan } from '../../src/cli/forgetting.ts';
import { noChanges } from '../../src/memory/changes.ts';
import { targetOf } from '../../src/memory/forget-words.ts';
import { fact } from '../support/memories.ts';
import { aMemory } from './repl/scripted.ts';

const memory = aMemory({
  keyFacts: [fact('Likes tea', { id: 'f-tea' })],
  retired: [fact('Likes coffee', { id: 'f-past' })],
});

describe('what is to be forgotten', () => {
  it.each([
    ['f-tea', { kind: 'fact', id: 'f-tea' }],
    [' f-past ', { kind: 'fact', id: 'f-past' }],
    ['tone', { kind: 'preference', key: 'tone' }],
    ['Tone', { kind: 'preference', key: 'tone' }],
    ['name', { kind: 'name' }],
    ['My name', { kind: 'name' }],
    ['tea', { kind: 'query', query: 'tea' }],
    ['f-te', { kind: 'query', query: 'f-te' }],
    ['the tone of it', { kind: 'query', query: 'the tone of it' }],
    ['Alice', { kind: 'query', query: 'Alice' }],
  ])('%j is %j', (words, target) => {
    expect(targetOf(words, memory)).toEqual(target);
  });

  it('is words where there is no name', () => {
    expect(targetOf('name', aMemory({ name: null }))).toEqual({ kind: 'query', query: 'name' });
  });
});

describe('the plan', () => {
  const entries = [
    { id: 'f-1', text: 'Likes tea' },
    { id: 'summary', text: 'Alice likes tea.' },
  ];

  it('names every entry, and counts the rest', () => {
    expect(renderPlan({ entries, passages: 1, revisions: 12 })).toMatchInlineSnapshot(`
      "To be forgotten for good:
        − Likes tea
        − summary: Alice likes tea.
      with 1 passage of conversation and 12 past revisions of the memory.
      This cannot be undone."
    `);
  });

  it('counts three things as a person would', () => {
    const plan = { entries, passages: 1, lines: 1, revisions: 7 };
    expect(renderPlan(plan)).toContain(
      'with 1 passage of conversation, 1 line of what you entered and 7 past revisions of the memory.',
    );
  });

  it('says so when it is only in conversations', () => {
    expect(renderPlan({ entries: [], passages: 2, revisions: 0 })).toMatchInlineSnapshot(`
      "To be forgotten for good:
        2 passages of conversation
      This cannot be undone."
    `);
  });

  it('is told in the same way when it is done', () => {
    const done = { revision: 3, changes: noChanges(), entries, passages: 0, revisions: 1 };
    expect(renderForgotten(done)).toMatchInlineSnapshot(`
      "Forgotten:
        − Likes tea
        − summary: Alice likes tea.
      with 1 past revision of the memory."
    `);
  });

  it.each([
    [{ kind: 'query', query: 'tea\u001b[2J' }, 'Nothing that is kept holds “tea\\u{1b}[2J”.'],
    [{ kind: 'name' }, 'There is no name to forget.'],
  ] as const)('says when there is nothing: %j', (target, words) => {
    expect(nothingToForget(target)).toBe(words);
  });
});
