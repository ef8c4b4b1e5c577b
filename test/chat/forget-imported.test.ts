import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { forget, planForgetting } from '../../src/chat/forget.ts';
import { importTranscript } from '../../src/chat/import-transcript.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { clock, filesBelow, temporaryFolders } from '../store/temporary.ts';
import { aTurn } from '../support/turns.ts';

const folder = temporaryFolders();
const query = (words: string) => ({ kind: 'query', query: words }) as const;

/** Alice's transcript: of two years with memchat, and of another chat. */
async function arrange(...said: object[]) {
  const directory = folder();
  const onNotice = () => {};
  const transcript = new FileTranscript({ directory });
  const ports = {
    store: new FileStore({ directory, clock, onNotice }),
    journal: new FileJournal({ directory, owner: currentOwner(), clock, onNotice }),
    transcript,
    clock,
  };
  await transcript.append(
    aTurn({ id: 't-1', at: '2025-01-01T00:00:00.000Z', reply: 'Bello, nice!' }),
  );
  await transcript.append(aTurn({ id: 't-2' }));
  const lines = said.map((one) =>
    JSON.stringify({ session: 1, at: '2023-05-08', speaker: 'Bob', ...one }),
  );
  await importTranscript(ports, 'alice', lines.join('\n'));
  const bytes = () =>
    filesBelow(directory)
      .map((name) => `${name} ${fs.readFileSync(path.join(directory, name), 'utf8')}`)
      .join('\n');
  const texts = async () =>
    (await transcript.read('alice', null)).exchanges.map(({ user, speaker }) => [speaker, user]);
  return { ports, bytes, texts };
}

describe('forgetting what was imported', () => {
  it('blots it out in the files of all years, as planned, and leaves no byte', async () => {
    const { ports, bytes, texts } = await arrange(
      { text: 'I saw Bello today. He was happy.' },
      { text: 'Bello!' },
      { text: 'I like tea.' },
    );
    const plan = await planForgetting(ports, 'alice', query('Bello'));
    expect(plan.passages).toBe(3);
    const { passages } = await forget(ports, 'alice', query('Bello'));
    expect(passages).toBe(plan.passages);
    expect(bytes()).not.toMatch(/bello/i);
    expect(await texts()).toEqual([
      ['Bob', '[forgotten]. He was happy.'],
      ['Bob', 'I like tea.'],
      [null, 'I like tea.'],
      [null, 'I like tea.'],
    ]);
  });

  it('forgets a name in the place of the speaker and session, and keeps what was said', async () => {
    const { ports, bytes, texts } = await arrange({
      speaker: 'Bello',
      session: 'Talks with Bello',
      text: 'I like tea.',
    });
    const plan = await planForgetting(ports, 'alice', query('Bello'));
    expect((await forget(ports, 'alice', query('Bello'))).passages).toBe(plan.passages);
    expect(bytes()).not.toMatch(/bello/i);
    expect(await texts()).toContainEqual(['[forgotten]', 'I like tea.']);
  });

  it('forgets an utterance of which the id says it', async () => {
    const { ports, bytes, texts } = await arrange(
      { id: 'bello:1', text: 'I like tea.' },
      { id: 'b:2', text: 'I like coffee.' },
    );
    const plan = await planForgetting(ports, 'alice', query('Bello'));
    expect((await forget(ports, 'alice', query('Bello'))).passages).toBe(plan.passages);
    expect(bytes()).not.toMatch(/bello/i);
    expect(await texts()).toEqual([
      ['Bob', 'I like coffee.'],
      [null, 'I like tea.'],
      [null, 'I like tea.'],
    ]);
  });
});
