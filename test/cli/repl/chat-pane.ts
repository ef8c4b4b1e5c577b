import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Pane, type PaneOptions } from '../../support/tmux.ts';
import type { Command } from './program.ts';

/** `program.ts`, bundled, and the panes that run it. */
export class ChatPanes {
  readonly #folder: string;
  readonly #panes: Pane[] = [];
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<ChatPanes> {
    const folder = await mkdtemp(join(tmpdir(), 'memchat-repl-'));
    await build({
      entryPoints: [fileURLToPath(new URL('./program.ts', import.meta.url))],
      outfile: join(folder, 'program.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
    });
    return new ChatPanes(folder);
  }

  /** The command line of the program with a control socket of its own. */
  command(): { command: string[]; tell: (command: Command) => Promise<void> } {
    this.#count += 1;
    const socket = join(this.#folder, `${this.#count}.socket`);
    const command = [process.execPath, join(this.#folder, 'program.mjs'), socket];
    return { command, tell: (message) => tell(socket, message) };
  }

  /** The program at its first prompt. */
  async start(
    options: PaneOptions = {},
  ): Promise<{ pane: Pane; tell: (command: Command) => Promise<void> }> {
    const { command, tell } = this.command();
    const pane = this.keep(await Pane.start(command, options));
    await pane.waitFor('you>');
    return { pane, tell };
  }

  /** The pane goes with the others. */
  keep(pane: Pane): Pane {
    this.#panes.push(pane);
    return pane;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#panes.splice(0).map((pane) => pane.stop()));
  }

  async remove(): Promise<void> {
    await this.stopAll();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Resolves when the program has done it. */
async function tell(socket: string, command: Command): Promise<void> {
  const connection = createConnection(socket);
  connection.write(`${JSON.stringify(command)}\n`);
  await once(connection, 'data');
  connection.destroy();
}
