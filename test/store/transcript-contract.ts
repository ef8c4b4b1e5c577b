import { describe, expect, it } from 'vitest';
import type { Exchange, Transcript } from '../../src/store/port.ts';
import { anUtterance, aTurn } from '../support/turns.ts';

/** What every transcript does that keeps anything. `open` gives a new, empty one. */
export function transcriptContract(
  name: string,
  open: () => Promise<Transcript> | Transcript,
): void {
  const filled = async (count: number, user = 'alice') => {
    const transcript = await open();
    for (let n = 1; n <= count; n++) {
      await transcript.append(aTurn({ id: `t-${n}`, user, reply: `Reply ${n}.` }));
    }
    return transcript;
  };
  const turnsOf = (exchanges: readonly Exchange[]) => exchanges.map(({ turn }) => turn);
  const all = Number.POSITIVE_INFINITY;

  describe(`${name} keeps the contract of a transcript`, () => {
    it('has nothing of a user it never saw', async () => {
      const transcript = await open();
      expect(await transcript.recent('alice', 5)).toEqual([]);
      expect(await transcript.rewrite('alice', () => null)).toBe(0);
    });

    it('gives back what was said and replied, and what of it the user typed', async () => {
      const transcript = await open();
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

    it('reads all there is, and then only what is new', async () => {
      const transcript = await filled(2);
      const first = await transcript.read('alice', null);
      expect(first.isWhole).toBe(true);
      expect(turnsOf(first.exchanges)).toEqual(['t-1', 't-2']);
      expect(first.exchanges).toEqual(await transcript.recent('alice', all));
      const nothing = await transcript.read('alice', first.cursor);
      expect(nothing).toMatchObject({ exchanges: [], isWhole: false });
      await transcript.append(aTurn({ id: 't-3' }));
      await transcript.append(aTurn({ id: 't-4' }));
      for (const { cursor } of [first, nothing]) {
        const more = await transcript.read('alice', cursor);
        expect([more.isWhole, ...turnsOf(more.exchanges)]).toEqual([false, 't-3', 't-4']);
      }
    });

    it('reads all anew when something that was read is rewritten or deleted', async () => {
      const transcript = await filled(3);
      const { cursor } = await transcript.read('alice', null);
      await transcript.rewrite('alice', (one) => ({ ...one, reply: '…' }));
      const blotted = await transcript.read('alice', cursor);
      expect(blotted.isWhole).toBe(true);
      expect(blotted.exchanges.map(({ reply }) => reply)).toEqual(['…', '…', '…']);
      await transcript.rewrite('alice', () => null);
      const empty = await transcript.read('alice', blotted.cursor);
      expect(empty).toMatchObject({ exchanges: [], isWhole: true });
      await transcript.append(aTurn({ id: 't-9' }));
      expect(turnsOf((await transcript.read('alice', empty.cursor)).exchanges)).toEqual(['t-9']);
    });

    it('reads all where the cursor is none of its own', async () => {
      const transcript = await filled(2);
      for (const cursor of ['', 'x', '{}', '[1]', '[{"name":"transcript.jsonl"}]', '9 9']) {
        const { isWhole, exchanges } = await transcript.read('alice', cursor);
        expect([cursor, isWhole, ...turnsOf(exchanges)]).toEqual([cursor, true, 't-1', 't-2']);
      }
      expect(await transcript.read('bob', null)).toMatchObject({ exchanges: [], isWhole: true });
    });

    it('takes utterances of other chats in, each once, and reads them as they were given', async () => {
      const transcript = await filled(1);
      const said = [1, 2, 3].map((n) =>
        anUtterance({ turn: `id:${n}`, at: `202${n}-05-08T10:00:00.000Z` }),
      );
      expect(await transcript.import('alice', said)).toBe(3);
      expect(await transcript.import('alice', [...said, anUtterance({ turn: 'id:4' })])).toBe(1);
      const twice = [anUtterance({ turn: 'id:5' }), anUtterance({ turn: 'id:5', user: 'Other.' })];
      expect(await transcript.import('alice', twice)).toBe(1);
      expect(await transcript.import('alice', [])).toBe(0);
      const { exchanges } = await transcript.read('alice', null);
      expect(turnsOf(exchanges).sort()).toEqual(['id:1', 'id:2', 'id:3', 'id:4', 'id:5', 't-1']);
      for (const one of said) expect(exchanges).toContainEqual(one);
      expect(await transcript.import('bob', said)).toBe(3);
    });

    it('gives none of what was imported for an exchange with memchat', async () => {
      const transcript = await filled(2);
      await transcript.import('alice', [anUtterance(), anUtterance({ turn: 'id:2' })]);
      await transcript.append(aTurn({ id: 't-3' }));
      expect(turnsOf(await transcript.recent('alice', 2))).toEqual(['t-2', 't-3']);
      expect(turnsOf(await transcript.recent('alice', all))).toEqual(['t-1', 't-2', 't-3']);
    });

    it('rewrites and deletes what was imported as well', async () => {
      const transcript = await filled(1);
      await transcript.import('alice', [anUtterance(), anUtterance({ turn: 'id:2' })]);
      const changed = await transcript.rewrite('alice', (one) => {
        if (one.speaker === null) return one;
        return one.turn === 'id:2' ? null : { ...one, user: '…', speaker: 'Rob' };
      });
      expect(changed).toBe(2);
      const { exchanges } = await transcript.read('alice', null);
      expect(exchanges.map(({ turn, user, speaker }) => [turn, user, speaker])).toContainEqual([
        'id:1',
        '…',
        'Rob',
      ]);
      expect(turnsOf(exchanges).sort()).toEqual(['id:1', 't-1']);
    });

    it('keeps the exchanges of several years, and the newest are those of the last', async () => {
      const transcript = await open();
      for (const year of [2024, 2025, 2026]) {
        for (const n of [1, 2]) {
          await transcript.append(
            aTurn({ id: `t-${year}-${n}`, at: `${year}-0${n}-01T00:00:00.000Z` }),
          );
        }
      }
      const ids = [2024, 2025, 2026].flatMap((year) => [`t-${year}-1`, `t-${year}-2`]);
      expect(turnsOf(await transcript.recent('alice', all))).toEqual(ids);
      expect(turnsOf(await transcript.recent('alice', 3))).toEqual(ids.slice(-3));
      expect(turnsOf((await transcript.read('alice', null)).exchanges)).toEqual(ids);
      expect(await transcript.rewrite('alice', (one) => ({ ...one, reply: null }))).toBe(6);
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
