import type { Turn } from '../../src/memory/turn.ts';
import type { Exchange } from '../../src/store/port.ts';

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

/** Something that Bob said in another chat; `over` says what is different about it. */
export function anUtterance(over: Partial<Exchange> = {}): Exchange {
  return {
    turn: 'id:1',
    session: '1',
    at: '2023-05-08T13:56:00.000Z',
    user: 'I like coffee.',
    typed: '',
    reply: null,
    status: 'answered',
    speaker: 'Bob',
    ...over,
  };
}
