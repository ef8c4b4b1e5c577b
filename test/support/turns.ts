import type { Turn } from '../../src/memory/turn.ts';

/** A turn of alice's that was answered; `over` says what is different about it. */
export function aTurn(over: Partial<Turn> = {}): Turn {
  return {
    id: 't-1',
    user: 'alice',
    session: 's-1',
    at: '2026-03-01T10:00:00.000Z',
    message: [{ origin: 'typed', text: 'I like tea.' }],
    reply: 'Noted.',
    status: 'answered',
    attempts: 0,
    ...over,
  };
}
