import fs from 'node:fs';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { forgetWord } from '../store/forgetting.ts';
import { aTurn } from '../support/turns.ts';
import { imported } from './transcript-sweep.ts';
import { askedTurn } from './turns.ts';

// A process that is made to fail in the middle of something. `remove DIRECTORY` deletes all of
// alice's; `save DIRECTORY TURN` saves a turn twice, first without a reply; `finish DIRECTORY`
// adopts alice's turns and takes them out; `forget DIRECTORY` forgets a word of alice's; `append
// DIRECTORY TURN` appends a turn to her transcript; `import DIRECTORY` imports into it. Each says on
// stdout what is done.
const [job, directory = '', name = ''] = process.argv.slice(2);
const clock = () => new Date().toISOString();
const say = (text: string) => fs.writeSync(1, `${text}\n`);
const options = { directory, clock, onNotice: () => {} };

async function remove(): Promise<void> {
  await new FileStore(options).remove('alice');
  say('removed');
}

async function save(): Promise<void> {
  const journal = new FileJournal({ ...options, owner: currentOwner() });
  await journal.save(askedTurn(name));
  say(`asked ${name}`);
  await journal.save({ ...askedTurn(name), reply: 'Noted.', status: 'answered' });
  say(`answered ${name}`);
}

async function finish(): Promise<void> {
  const journal = new FileJournal({ ...options, owner: currentOwner() });
  for (const { id } of await journal.adopt('alice')) {
    await journal.remove('alice', id);
    say(`removed ${id}`);
  }
}

async function forget(): Promise<void> {
  await forgetWord(directory, 'alice');
  say('forgotten');
}

async function append(): Promise<void> {
  await new FileTranscript({ directory }).append(aTurn({ id: name }));
  say('appended');
}

async function importAll(): Promise<void> {
  await new FileTranscript({ directory }).import('alice', imported());
  say('imported');
}

if (job === 'remove') await remove();
else if (job === 'save') await save();
else if (job === 'forget') await forget();
else if (job === 'append') await append();
else if (job === 'import') await importAll();
else await finish();
