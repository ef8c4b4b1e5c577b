import fs from 'node:fs';
import { copyStore } from '../../src/store/copy.ts';
import { FileInputs } from '../../src/store/file-inputs.ts';
import { FileLedger } from '../../src/store/file-ledger.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';

// A process of its own that copies one folder to another, `copy-worker FROM TO`: it says when it
// begins, and what became of the users.
const [from = '', to = ''] = process.argv.slice(2);
const clock = () => new Date().toISOString();
const say = (text: string) => fs.writeSync(1, `${text}\n`);
const filesIn = (directory: string) => ({
  store: new FileStore({ directory, clock, onNotice: () => {} }),
  transcript: new FileTranscript({ directory }),
  inputs: new FileInputs({ directory }),
  ledger: new FileLedger({ directory, clock }),
});

say('begun');
say(JSON.stringify(await copyStore({ from: filesIn(from), to: filesIn(to) })));
