import { describe, expect, it } from 'vitest';
import { ago, renderGreeting } from '../../../src/cli/output/greeting.ts';
import { aMemory, aProposal } from '../repl/scripted.ts';

const OCCASION = {
  version: '0.1.0',
  now: '2026-03-03T11:00:00.000Z',
  offline: false,
  policy: 'auto',
} as const;

describe('the greeting', () => {
  it('says which session it is and when the last one was', () => {
    expect(renderGreeting(aMemory(), OCCASION)).toBe(
      'memchat 0.1.0 · alice · session 4, last seen 2 days ago · /help',
    );
  });

  it('says when nothing was before, and that the model is the offline one', () => {
    expect(renderGreeting(aMemory({ sessionCount: 0 }), { ...OCCASION, offline: true })).toBe(
      'memchat 0.1.0 · alice · first session · offline model · /help',
    );
  });

  it.each([
    ['ask', 'session 4, last seen 2 days ago · asks before it remembers'],
    ['read-only', 'session 4, last seen 2 days ago · nothing new is kept'],
  ] as const)('says what holds under the policy %s', (policy, words) => {
    expect(renderGreeting(aMemory(), { ...OCCASION, policy })).toBe(
      `memchat 0.1.0 · alice · ${words} · /help`,
    );
  });

  it('says when something waits for a yes, and how to say it', () => {
    const review = [aProposal('p-1', 'Likes tea'), aProposal('p-2', 'Likes jazz')];
    expect(renderGreeting(aMemory({ review }), OCCASION)).toContain(
      ' · 2 for your yes: /review · ',
    );
  });

  it('says when nothing is kept', () => {
    expect(renderGreeting(aMemory(), { ...OCCASION, policy: 'off' })).toBe(
      'memchat 0.1.0 · alice · nothing is kept · /help',
    );
  });

  it('obeys nothing in a user id', () => {
    expect(renderGreeting(aMemory({ user: 'a\x1b[2J' }), OCCASION)).toContain('a\\u{1b}[2J');
  });

  it.each([
    ['2026-03-03T10:59:30.000Z', 'just now'],
    ['2026-03-03T10:59:00.000Z', '1 minute ago'],
    ['2026-03-03T05:00:00.000Z', '6 hours ago'],
    ['2026-02-20T11:00:00.000Z', '1 week ago'],
    ['2025-11-01T11:00:00.000Z', '4 months ago'],
    ['2023-01-01T11:00:00.000Z', '3 years ago'],
    ['2027-01-01T00:00:00.000Z', 'just now'],
    ['no date', 'just now'],
  ])('%s was %s', (then, text) => {
    expect(ago(then, OCCASION.now)).toBe(text);
  });
});
