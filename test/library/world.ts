import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MemoryClient } from '../../src/library/memory-client.ts';
import { offlineModel } from '../../src/library/models.ts';
import { type OpenMemoryOptions, openMemory } from '../../src/library/open-memory.ts';

/** A folder of memories, and what was opened in it. */
export class LibraryWorld {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-library-'));
  readonly sessions = path.join(this.root, 'sessions');
  readonly warnings: Error[] = [];
  readonly #opened: MemoryClient[] = [];

  async open(over: Partial<OpenMemoryOptions> = {}): Promise<MemoryClient> {
    const memory = await openMemory({
      user: 'alice',
      sessions: this.sessions,
      model: offlineModel(),
      onWarning: (error) => this.warnings.push(error),
      ...over,
    });
    this.#opened.push(memory);
    return memory;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map((memory) => memory.close()));
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
