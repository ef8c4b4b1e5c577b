import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BIN, Machine } from '../support/bin.ts';
import { Pane } from '../support/tmux.ts';
import { ANSWERS, SHELLS } from './commands.ts';

const PATIENCE_MS = 20_000;

/** Where the pages have Ollama, the tests have the server that the reader was given. */
const OLLAMA = 'http://localhost:11434';

/** A reader of the pages: an empty home, an empty folder, memchat on the path, and a Messages API. */
export class Reader {
  readonly machine = new Machine();
  readonly #api: string;

  /** `api`: the base URL. */
  constructor(api: string) {
    this.#api = api;
    for (const folder of [join(this.machine.root, 'bin'), this.#bin]) {
      mkdirSync(folder, { recursive: true });
      symlinkSync(BIN, join(folder, 'memchat'));
    }
    this.write('package.json', '{ "private": true }\n');
  }

  /** The same files in other folders. Times are those of the copy, as after a plain `cp -r`. */
  async copy(): Promise<Reader> {
    const reader = new Reader(this.#api);
    await cp(this.machine.home, reader.machine.home, { recursive: true });
    const filter = (path: string) => basename(path) !== 'node_modules';
    await cp(this.machine.cwd, reader.machine.cwd, { recursive: true, filter });
    return reader;
  }

  /** A file in the folder in which the reader types. */
  write(name: string, text: string): void {
    writeFileSync(join(this.machine.cwd, name), text);
  }

  /** Without a credential: as somebody who has just installed it. */
  bare(): Record<string, string> {
    const path = `${join(this.machine.root, 'bin')}:${process.env.PATH}`;
    // npx looks for a newer npm otherwise.
    return this.machine.environment({ PATH: path, npm_config_update_notifier: 'false' });
  }

  /** Types a command. @throws with all that it printed when it fails, or when nothing is left to answer */
  async run(command: string): Promise<string> {
    const answers = ANSWERS[command] ?? [];
    const shell = SHELLS[command] ?? 'bash';
    const before = shell === 'zsh' ? 'autoload -U compinit; compinit -u; ' : 'set -o pipefail; ';
    const script = `${before}${command.replace(OLLAMA, this.#api)}`;
    if (answers.length === 0) return this.#spawn([shell, '-c', script], command);
    const words = ['bash', '-c', `cd '${this.machine.cwd}'; ${script}`];
    const pane = await Pane.start(words, { columns: 120, rows: 60, env: this.#connected() });
    try {
      for (const [shown, typed] of answers) {
        await pane.waitFor(shown);
        await pane.type(typed);
        await pane.keys('Enter');
      }
      return await pane.waitFor('[exit 0]');
    } finally {
      await pane.stop();
    }
  }

  [Symbol.dispose](): void {
    this.machine[Symbol.dispose]();
  }

  get #bin(): string {
    return join(this.machine.cwd, 'node_modules/.bin');
  }

  #connected(): Record<string, string> {
    const key = ['sk', 'ant', 'x'.repeat(20)].join('-');
    return { ...this.bare(), ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: this.#api };
  }

  #spawn([program = '', ...args]: readonly string[], command: string): Promise<string> {
    const child = spawn(program, args, {
      cwd: this.machine.cwd,
      env: this.#connected(),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(printed);
        else reject(new Error(`${command}\n${printed}[exit ${code}]`));
      });
    });
  }
}
