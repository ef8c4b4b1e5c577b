import { describe, expect, it } from 'vitest';
import type { Exchange, Transcript } from '../../src/store/port.ts';
import { aTurn } from '../support/turns.ts';

/** What every transcript does that keeps anything. `open` gives a new, empty one. */
export function transcriptContract(name: string, open: () => Transcript): void {
  const filled = async (count: number, user = 'alice') => {
    const transcript = open();
    for (let n = 1; n <= count; n++) {
      await transcript.append(aTurn({ id: `t-${n}`, user, reply: `Reply ${n}.` }));
    }
    return transcript;
  };
  const turnsOf = (exchanges: readonly Exchange[]) => exchanges.map(({ turn }) => turn);
  const all = Number.POSITIVE_INFINITY;

  describe(`${name} keeps the contract of a transcript`, () => {
    it('has nothing of a user it never saw', async () => {
      const transcript = open();
      expect(await transcript.recent('alice', 5)).toEqual([]);
      expect(await transcript.rewrite('alice', () => null)).toBe(0);
    });

    it('gives back what was said and replied, and what of it the user typed', async () => {
      const transcript = open();
      await transcript.append(
        aTurn({
          message: [
            { origin: 'typed', text: 'Look:\n' },
            { origin: 'third-party', text: 'pasted\n' },
            { origin: 'typed', text: 'Nice?' },
          ],
        }),
      );
      await transcript.append(aTurn({ id: 't-2', reply: null, status: 'interrupted' }));
      expect(await transcript.recent('alice', 5)).toEqual([
        {
          turn: 't-1',
          session: 's-1',
          at: '2026-03-01T10:00:00.000Z',
          user: 'Look:\npasted\nNice?',
          typed: 'Look:\n\nNice?',
          reply: 'Noted.',
          status: 'answered',
          speaker: null,
        },
        {
          turn: 't-2',
          session: 's-1',
          at: '2026-03-01T10:00:00.000Z',
          user: 'I like tea.',
          typed: 'I like tea.',
          reply: null,
          status: 'interrupted',
          speaker: null,
        },
      ]);
    });

    it('gives back the newest ones, oldest first, and no more than it is asked for', async () => {
      const transcript = await filled(12);
      expect(turnsOf(await transcript.recent('alice', 3))).toEqual(['t-10', 't-11', 't-12']);
      expect(turnsOf(await transcript.recent('alice', 1))).toEqual(['t-12']);
      expect(turnsOf(await transcript.recent('alice', 0))).toEqual([]);
      expect(turnsOf(await transcript.recent('alice', -1))).toEqual([]);
      for (const limit of [12, 13, all]) {
        expect(await transcript.recent('alice', limit)).toHaveLength(12);
      }
    });

    it('holds a turn once, however often it is appended', async () => {
      const transcript = await filled(3);
      await transcript.append(aTurn({ id: 't-2' }));
      expect(turnsOf(await transcript.recent('alice', all))).toEqual(['t-1', 't-2', 't-3']);
    });

    it('keeps users apart, and the spellings of one together', async () => {
      const transcript = await filled(2, 'Zoe\u0308');
      await transcript.append(aTurn({ user: 'bob' }));
      expect(turnsOf(await transcript.recent('Zo\u00eb', all))).toEqual(['t-1', 't-2']);
      await transcript.rewrite('Zo\u00eb', () => null);
      expect(await transcript.recent('Zoe\u0308', all)).toEqual([]);
      expect(turnsOf(await transcript.recent('bob', all))).toEqual(['t-1']);
    });

    it('rewrites what changes, deletes what it is told to, and tells how many', async () => {
      const transcript = await filled(5);
      const changed = await transcript.rewrite('alice', (exchange) => {
        if (exchange.turn === 't-2') return null;
        return exchange.turn === 't-4' ? { ...exchange, reply: null, typed: '' } : exchange;
      });
      expect(changed).toBe(2);
      const left = await transcript.recent('alice', all);
      expect(left.map(({ turn, typed, reply }) => [turn, typed, reply])).toEqual([
        ['t-1', 'I like tea.', 'Reply 1.'],
        ['t-3', 'I like tea.', 'Reply 3.'],
        ['t-4', '', null],
        ['t-5', 'I like tea.', 'Reply 5.'],
      ]);
      expect(await transcript.rewrite('alice', (exchange) => exchange)).toBe(0);
      expect(await transcript.recent('alice', all)).toEqual(left);
    });

    it('goes on after it was emptied', async () => {
      const transcript = await filled(3);
      expect(await transcript.rewrite('alice', () => null)).toBe(3);
      expect(await transcript.recent('alice', all)).toEqual([]);
      await transcript.append(aTurn({ id: 't-9' }));
      expect(turnsOf(await transcript.recent('alice', all))).toEqual(['t-9']);
    });

    it('gives out copies: changing one changes nothing in the transcript', async () => {
      const transcript = await filled(1);
      for (const exchange of await transcript.recent('alice', all)) exchange.reply = 'changed';
      await transcript.rewrite('alice', (exchange) => {
        exchange.reply = 'changed in place';
        return exchange;
      });
      expect(await transcript.recent('alice', all)).toMatchObject([{ reply: 'Reply 1.' }]);
    });
  });
}
