import { describe, expect, it } from 'vitest';
import { importTranscript } from '../../src/chat/import-transcript.ts';
import { givenId } from '../../src/memory/import/transcript.ts';
import { InMemoryTranscript, NoTranscript } from '../../src/store/in-memory.ts';

const SAID = { session: 1, at: '2023-05-08T13:56:00Z', speaker: 'Bob', text: 'Hello.' };
const text = (...over: object[]) =>
  over.map((one) => JSON.stringify({ ...SAID, ...one })).join('\n');

function arrange() {
  const transcript = new InMemoryTranscript();
  const take = (said: string) => importTranscript({ transcript }, 'alice', said);
  const all = async () => (await transcript.read('alice', null)).exchanges;
  return { take, all };
}

describe('the import of a transcript', () => {
  it('adds what was said, not as the words of the user', async () => {
    const { take, all } = arrange();
    expect(await take(text({ id: 'D1:1' }))).toEqual({ added: 1, known: 0, problems: [] });
    expect(await all()).toEqual([
      {
        turn: expect.stringMatching(/^id:D1:1#[0-9a-f]{8}$/),
        session: '1',
        at: '2023-05-08T13:56:00.000Z',
        user: 'Hello.',
        typed: '',
        reply: null,
        status: 'answered',
        speaker: 'Bob',
      },
    ]);
  });

  it('adds nothing the second time, exact repeats among it', async () => {
    const { take, all } = arrange();
    const said = text({}, {}, { id: 'x' }, { at: '2023-05-09' }, {}, { speaker: 'Ann' });
    expect(await take(said)).toMatchObject({ added: 6, known: 0 });
    expect(await take(said)).toMatchObject({ added: 0, known: 6 });
    expect(await take(`${said}\n${text({ text: 'Bye.' })}`)).toMatchObject({ added: 1, known: 6 });
    expect(new Set((await all()).map(({ turn }) => turn)).size).toBe(7);
  });

  it('does not take two that share their parts for one', async () => {
    const { take } = arrange();
    const pair = text({ session: 'a', speaker: 'b|c' }, { session: 'a|b', speaker: 'c' });
    expect(await take(pair)).toMatchObject({ added: 2 });
  });

  it('keeps two chats apart that gave their utterances the same ids', async () => {
    const { take, all } = arrange();
    expect(await take(text({ id: 'D1:1' }))).toMatchObject({ added: 1 });
    expect(await take(text({ id: 'D1:1', text: 'Good bye.' }))).toMatchObject({ added: 1 });
    expect((await all()).map(({ turn }) => givenId(turn))).toEqual(['D1:1', 'D1:1']);
  });

  it('refuses what is no transcript, and imports nothing where none is kept', async () => {
    await expect(arrange().take('- tea')).rejects.toMatchObject({
      code: 'memory-unreadable',
      message: expect.stringMatching(/no line of it is an utterance.*"speaker"/),
    });
    const ports = { transcript: new NoTranscript() };
    await expect(importTranscript(ports, 'alice', text({}))).rejects.toMatchObject({
      code: 'usage',
    });
  });
});
