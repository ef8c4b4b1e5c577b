import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import type { Journal } from '../../src/store/port.ts';
import { aTurn } from '../support/turns.ts';

/** The turn with every word "secret" blotted out; the same turn where there is none. */
export function withoutSecret(turn: Turn): Turn {
  if (!JSON.stringify(turn).includes('secret')) return turn;
  const { message, reply } = turn;
  return {
    ...turn,
    message: message.map((one) => ({ ...one, text: one.text.replaceAll('secret', '…') })),
    reply: reply === null ? null : reply.replaceAll('secret', '…'),
  };
}

/** What every journal does within one process. `open` gives a new, empty one. */
export function journalContract(name: string, open: () => Promise<Journal> | Journal): void {
  const SECRET: Turn = aTurn({
    id: 't-2',
    message: [
      { origin: 'typed', text: 'My secret:\n' },
      { origin: 'third-party', text: 'a secret' },
    ],
    reply: 'A secret, then.',
    attempts: 1,
  });

  describe(`${name} keeps the contract of a journal`, () => {
    it('reads a turn back as it was saved last, until it is taken out', async () => {
      const journal = await open();
      expect(await journal.read('alice', 't-1')).toBeNull();
      await journal.save(aTurn({ reply: null, status: 'asked' }));
      expect(await journal.read('alice', 't-1')).toEqual(aTurn({ reply: null, status: 'asked' }));
      await journal.save(aTurn());
      await journal.save(aTurn({ attempts: 1 }));
      expect(await journal.read('alice', 't-1')).toEqual(aTurn({ attempts: 1 }));
      await journal.remove('alice', 't-1');
      await journal.remove('alice', 't-1');
      expect(await journal.read('alice', 't-1')).toBeNull();
    });

    it('hands its own turns to nobody', async () => {
      const journal = await open();
      await journal.save(aTurn());
      expect(await journal.adopt('alice')).toEqual([]);
    });

    it('keeps users apart, and the spellings of one together', async () => {
      const journal = await open();
      await journal.save(aTurn({ user: 'Zoe\u0308' }));
      await journal.save(aTurn({ user: 'bob', reply: 'Hello Bob.' }));
      expect(await journal.read('Zo\u00eb', 't-1')).toMatchObject({ reply: 'Noted.' });
      expect(await journal.read('bob', 't-1')).toMatchObject({ reply: 'Hello Bob.' });
      expect(await journal.read('alice', 't-1')).toBeNull();
      expect(await journal.rewrite('alice', () => aTurn({ reply: 'x' }))).toBe(0);
      await journal.remove('alice', 't-1');
      expect(await journal.read('bob', 't-1')).toMatchObject({ reply: 'Hello Bob.' });
    });

    it('gives out copies: changing one changes nothing in the journal', async () => {
      const journal = await open();
      const given = aTurn();
      await journal.save(given);
      given.reply = 'changed';
      const read = await journal.read('alice', 't-1');
      if (read !== null) read.reply = 'changed too';
      await journal.rewrite('alice', (turn) => {
        turn.reply = 'changed in place';
        return turn;
      });
      expect(await journal.read('alice', 't-1')).toEqual(aTurn());
    });

    it('rewrites the words of the turns that change, and tells how many', async () => {
      const journal = await open();
      await journal.save(aTurn());
      await journal.save(SECRET);
      await journal.save(aTurn({ id: 't-asked', reply: null, status: 'asked' }));
      expect(await journal.rewrite('alice', withoutSecret)).toBe(1);
      expect(await journal.read('alice', 't-2')).toEqual(withoutSecret(SECRET));
      expect(await journal.read('alice', 't-1')).toEqual(aTurn());
      expect(await journal.rewrite('alice', withoutSecret)).toBe(0);
    });

    it('leaves whose a turn is and what state it is in, whatever a change says', async () => {
      const journal = await open();
      await journal.save(SECRET);
      const other = aTurn({ id: 't-x', user: 'bob', status: 'asked', attempts: 3, reply: 'New.' });
      expect(await journal.rewrite('alice', () => ({ ...other, message: [] }))).toBe(1);
      expect(await journal.read('alice', 't-2')).toEqual({
        ...SECRET,
        message: [],
        reply: 'New.',
      });
      expect(await journal.read('bob', 't-x')).toBeNull();
    });

    it('keeps words blotted out when a turn is saved again by who still has them', async () => {
      const journal = await open();
      await journal.save(SECRET);
      await journal.rewrite('alice', withoutSecret);
      await journal.save({ ...SECRET, attempts: 2 });
      expect(await journal.read('alice', 't-2')).toEqual({
        ...withoutSecret(SECRET),
        attempts: 2,
      });
    });

    it('takes the reply of a turn whose words were blotted out, and lets it go again', async () => {
      const journal = await open();
      await journal.save({ ...SECRET, status: 'asked', reply: null });
      await journal.rewrite('alice', withoutSecret);
      await journal.save({ ...SECRET, reply: 'I see.' });
      expect((await journal.read('alice', 't-2'))?.reply).toBe('I see.');
      await journal.save({ ...SECRET, reply: null });
      expect(await journal.read('alice', 't-2')).toEqual({
        ...withoutSecret(SECRET),
        reply: null,
      });
    });

    it('removes a turn after it was rewritten', async () => {
      const journal = await open();
      await journal.save(SECRET);
      await journal.rewrite('alice', withoutSecret);
      await journal.remove('alice', 't-2');
      expect(await journal.read('alice', 't-2')).toBeNull();
      expect(await journal.rewrite('alice', withoutSecret)).toBe(0);
    });
  });
}
