import type { Turn } from '../../src/memory/turn.ts';

/** A turn of alice that waits for its reply. */
export function askedTurn(id: string): Turn {
  return {
    id,
    user: 'alice',
    session: 's-1',
    at: '2026-03-01T10:00:00.000Z',
    message: [{ origin: 'typed', text: 'I like tea.' }],
    reply: null,
    status: 'asked',
    attempts: 0,
  };
}
