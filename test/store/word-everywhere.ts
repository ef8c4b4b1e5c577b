import fs from 'node:fs';
import path from 'node:path';
import type { Turn } from '../../src/memory/turn.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import { placeOf } from '../../src/store/paths.ts';
import { encodePending, pendingPath } from '../../src/store/pending.ts';
import { yearFile } from '../../src/store/transcript-files.ts';
import { update } from '../../src/store/update.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { journalIn, saying, WORD } from './forgetting.ts';
import { filesBelow, worldIn } from './temporary.ts';

const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };
const turnOf = (user: string, id: string): Turn =>
  aTurn({ id, user, message: [{ origin: 'typed', text: `My ${WORD}.` }], reply: `A ${WORD}!` });

/** A user of whom the word is in the memory, its revisions, a turn that waits, and the rest. */
export async function fillWithWord(directory: string, user: string): Promise<void> {
  const { store } = worldIn(directory);
  for (const text of [`A ${WORD}.`, `Three ${WORD}s, and tea.`]) {
    await update(store, user, saying(user, text));
  }
  fs.writeFileSync(placeOf(directory, user).main, `my notes on the ${WORD}`);
  await store.read(user);
  await journalIn(directory, DEAD).save(turnOf(user, 't-dead'));
  const transcript = new FileTranscript({ directory });
  await transcript.append({ ...turnOf(user, 't-old'), at: '2025-03-01T10:00:00.000Z' });
  await transcript.append(turnOf(user, 't-1'));
  await transcript.import(user, [anUtterance({ user: `Bob has a ${WORD}.` })]);
}

/** A user of whom the word is in every place in which something can be kept or left behind. */
export async function fillEveryPlace(directory: string, user: string): Promise<void> {
  await fillWithWord(directory, user);
  const place = placeOf(directory, user);
  const foreign = { ...DEAD, host: 'another-host' };
  await journalIn(directory).save(turnOf(user, 't-mine'));
  await journalIn(directory, foreign).save(turnOf(user, 't-far'));
  const put = (file: string, text: string | Buffer) => fs.writeFileSync(file, text);
  fs.mkdirSync(place.vectors);
  put(path.join(place.vectors, '0123456789abcdef.bin'), `the vector of a ${WORD}`);
  put(pendingPath(place, 't-dead', 3), encodePending(DEAD, turnOf(user, 't-dead')));
  put(pendingPath(place, 't-torn', 0), `{"owner":{"pid":1},"turn":{"reply":"${WORD}`);
  await new FileTranscript({ directory }).append(turnOf(user, 't-2'));
  fs.appendFileSync(place.transcript, `no exchange: ${WORD}\n{"turn":"t-torn","user":"${WORD}`);
  // A move of a past year that was stopped between its two steps, and an import in the middle of a line.
  const [old = ''] = fs.readFileSync(yearFile(place, '2025'), 'utf8').split('\n');
  fs.appendFileSync(place.transcript, `\n${old}`);
  fs.appendFileSync(yearFile(place, '2023'), `{"turn":"id:2","text":"${WORD}`);
  const { house, revisions, pending, quarantine, vectors } = place;
  for (const folder of [house, revisions, pending, quarantine, vectors]) {
    put(path.join(folder, '.tmp-left'), `half a ${WORD}`);
  }
  fs.mkdirSync(path.join(place.house, '.~deleted-left'));
  put(path.join(place.house, '.~deleted-left', '0000000001.json'), WORD);
}

/** The files below a folder that hold the word. */
export function holdersOf(directory: string): string[] {
  return filesBelow(directory).filter((name) =>
    fs.readFileSync(path.join(directory, name)).includes(WORD),
  );
}
