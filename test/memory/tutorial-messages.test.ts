import { expect, it } from 'vitest';
import { decodeMemory } from '../../src/memory/codec.ts';

const SEEN = '2026-01-01T00:00:00.000Z';

function messagesOf(recent_messages: unknown): unknown[] {
  const file = { user_id: 'alice', last_seen: SEEN, recent_messages };
  const decoded = decodeMemory(JSON.stringify(file), 'alice');
  if (decoded.state !== 'valid') throw new Error(JSON.stringify(decoded));
  return decoded.memory.recentMessages.map(({ role, text, turn, at }) => [role, text, turn, at]);
}

const message = (role: string, content: string, timestamp?: string) => ({
  role,
  content,
  timestamp,
});

it('takes exchanges over as turns: a user message begins one, what comes before the first stands alone', () => {
  expect(
    messagesOf([
      message('assistant', 'Welcome'),
      message('user', 'Hi'),
      message('assistant', 'Hello', '2026-01-02T00:00:00Z'),
      message('user', 'Bye'),
    ]),
  ).toEqual([
    ['assistant', 'Welcome', 't-imported-1', SEEN],
    ['user', 'Hi', 't-imported-2', SEEN],
    ['assistant', 'Hello', 't-imported-2', '2026-01-02T00:00:00.000Z'],
    ['user', 'Bye', 't-imported-3', SEEN],
  ]);
});

it('leaves out messages without text and those of others', () => {
  expect(
    messagesOf([
      message('user', ''),
      message('system', 'Be kind'),
      message('tool', 'output'),
      message('user', 'Hi'),
      message('assistant', ''),
    ]),
  ).toEqual([['user', 'Hi', 't-imported-1', SEEN]]);
});

it('keeps whole exchanges from the end, six messages at most', () => {
  const many = Array.from({ length: 5 }, (_, n) => [
    message('user', `question ${n}`),
    message('assistant', `answer ${n}`),
  ]).flat();
  expect(messagesOf(many).map((one) => (Array.isArray(one) ? one[1] : null))).toEqual([
    'question 2',
    'answer 2',
    'question 3',
    'answer 3',
    'question 4',
    'answer 4',
  ]);
});
