import fs from 'node:fs';
import path from 'node:path';
import type { Ports } from '../../src/chat/ports.ts';
import { openSession, type Session, type SessionOptions } from '../../src/chat/session.ts';
import { offlineModel } from '../../src/library/models.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { clock } from '../store/temporary.ts';
import { say } from './chat-world.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

/** A store in files and the offline model behind the real SDK, and what is under the store. */
export class FileWorld {
  readonly #directory: string;
  #ids = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  #ports(): Ports {
    const directory = this.#directory;
    const onNotice = () => {};
    return {
      store: new FileStore({ directory, clock, onNotice }),
      journal: new FileJournal({ directory, owner: currentOwner(), clock, onNotice }),
      transcript: new FileTranscript({ directory }),
      model: offlineModel(),
      clock,
      newId: (kind) => {
        this.#ids += 1;
        return `${kind.charAt(0)}-${this.#ids}`;
      },
      price: () => 0,
    };
  }

  open(over: Partial<SessionOptions> = {}): Promise<Session> {
    return openSession(this.#ports(), { user: 'alice', models: MODELS, ...over });
  }

  /** The names and bytes of all files. */
  bytes(): string {
    const files = fs.readdirSync(this.#directory, { recursive: true, withFileTypes: true });
    return files
      .filter((file) => file.isFile())
      .map((file) => path.join(file.parentPath, file.name))
      .map((file) => `${path.relative(this.#directory, file)}\n${fs.readFileSync(file, 'latin1')}`)
      .join('\n');
  }
}

/** Says one after the other and waits until all is remembered; the last reply. */
export async function talk(session: Session, ...messages: string[]): Promise<string> {
  let reply = '';
  for (const message of messages) ({ reply } = await say(session, message));
  const left = await session.settle(10_000);
  if (left !== 'nothing') throw new Error(`not remembered: ${left}`);
  return reply;
}
