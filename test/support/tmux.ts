import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Longest wait for something on the screen, in milliseconds: a bound, not an expectation. */
const PATIENCE_MS = 8_000;
const POLL_MS = 25;

/**
 * Whether tests on a terminal can run here. Under CI they must: then this is true without tmux as
 * well, and they fail.
 */
export function hasTerminal(): boolean {
  if (process.env.CI || spawnSync('tmux', ['-V']).status === 0) return true;
  process.stderr.write('tmux is not installed: the tests on a terminal are skipped\n');
  return false;
}

export interface PaneOptions {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
}

/** The ids in the output of `ps -o pid=,stat=`, but for processes that have ended. */
function processes(listing: string): number[] {
  const alive = listing.split('\n').filter((line) => /^\s*\d+ [^Z]/.test(line));
  return alive.map((line) => Number.parseInt(line, 10));
}

/** Those of the processes that have not ended. */
async function running(pids: readonly number[]): Promise<number[]> {
  if (pids.length === 0) return [];
  // ps exits with 1 when it knows none of them.
  const { stdout } = await run('ps', ['-o', 'pid=,stat=', '-p', pids.join()]).catch(() => {
    return { stdout: '' };
  });
  return processes(stdout);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** A program on a terminal of its own, which `stop` takes away with all that is in it. */
export class Pane {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts the command (program and arguments). When it ends, `[exit <code>]` is on the screen. */
  static async start(command: readonly string[], options: PaneOptions = {}): Promise<Pane> {
    const { columns = 80, rows = 24, env = {} } = options;
    const pane = new Pane(await mkdtemp(join(tmpdir(), 'memchat-pane-')));
    // Through env: tmux sets TERM itself.
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const size = ['-x', String(columns), '-y', String(rows)];
    // The trap: Ctrl-C as a signal goes to this shell as well, which has to outlive the program.
    const script = 'trap : INT; "$@"; printf "[exit %s]\\n" "$?"; exec sleep 600';
    const shell = ['sh', '-c', script, 'sh', 'env', ...variables, ...command];
    await pane.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, '--', ...shell);
    return pane;
  }

  /** An interactive shell without a profile, with job control. */
  static async shell(options: PaneOptions = {}): Promise<Pane> {
    const env = { PS1: '$ ', ...options.env };
    return Pane.start(['bash', '--norc', '--noprofile', '-i'], { ...options, env });
  }

  /** Types the text, character by character. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', text);
  }

  /** Presses keys by their tmux names: `Enter`, `C-c`, `Left` … */
  async keys(...names: string[]): Promise<void> {
    await this.#tmux('send-keys', ...names);
  }

  /** Pastes, bracketed if the program asked for it. */
  async paste(text: string): Promise<void> {
    const load = this.#tmux('load-buffer', '-');
    load.child.stdin?.end(text);
    await load;
    await this.#tmux('paste-buffer', '-p', '-d');
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Writes what the program sends from now on into the file, byte by byte. */
  async record(file: string): Promise<void> {
    await this.#tmux('pipe-pane', '-O', `cat > '${file}'`);
  }

  /** What is to be seen, without trailing white space. */
  async screen(): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p');
    return stdout.replace(/[ \t]+$/gm, '').trimEnd();
  }

  /** As `screen`, with each line that the terminal broke in one. */
  async lines(): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p', '-J');
    return stdout.replace(/[ \t]+$/gm, '').trimEnd();
  }

  /** As `screen`, with the escape codes of colours. */
  async colours(): Promise<string> {
    return (await this.#tmux('capture-pane', '-p', '-e')).stdout.trimEnd();
  }

  /** Column and row of the cursor, from 0. */
  async cursor(): Promise<{ column: number; row: number }> {
    const { stdout } = await this.#tmux('display-message', '-p', '#{cursor_x} #{cursor_y}');
    const [column = Number.NaN, row = Number.NaN] = stdout.trim().split(' ').map(Number);
    return { column, row };
  }

  /** The id of the process on this terminal whose command line holds the text. */
  async pid(text: string): Promise<number> {
    const { stdout: tty } = await this.#tmux('display-message', '-p', '#{pane_tty}');
    const { stdout } = await run('ps', ['-o', 'pid=,args=', '-t', tty.trim()]);
    const found = stdout
      .split('\n')
      .filter((line) => /^\s*\d+ \S*node /.test(line) && line.includes(text));
    const [pid] = found.map((line) => Number.parseInt(line, 10));
    if (pid === undefined) throw new Error(`no process with ${text}:\n${stdout}`);
    return pid;
  }

  /** The screen once it shows the text. @throws with the screen when it does not come. */
  waitFor(wanted: string | RegExp): Promise<string> {
    return this.#wait(String(wanted), (screen) =>
      typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen),
    );
  }

  /** Waits until the screen shows the text and nothing else. @throws with the screen. */
  waitForScreen(text: string): Promise<string> {
    return this.#wait(JSON.stringify(text), (screen) => screen === text);
  }

  /** Waits until the cursor stands there. @throws with the screen. */
  waitForCursor(column: number, row: number): Promise<string> {
    return this.#wait(`cursor at ${column}, ${row}`, async () => {
      const cursor = await this.cursor();
      return cursor.column === column && cursor.row === row;
    });
  }

  async #wait(wanted: string, is: (screen: string) => boolean | Promise<boolean>): Promise<string> {
    for (let polls = PATIENCE_MS / POLL_MS; polls > 0; polls -= 1) {
      const screen = await this.screen();
      if (await is(screen)) return screen;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`no ${wanted} on the screen:\n${await this.screen()}`);
  }

  /**
   * Kills what runs here and resolves when it is gone: whoever calls this takes the folders of the
   * program away next, and a program that was only told to end still writes into them.
   */
  async stop(): Promise<void> {
    const pids = await this.#programs();
    for (const pid of pids) kill(pid);
    await this.#tmux('kill-server').catch(() => {
      // It was gone already, or never came up: then the test has failed with the reason.
    });
    for (let polls = PATIENCE_MS / POLL_MS; (await running(pids)).length > 0; polls -= 1) {
      if (polls <= 0) throw new Error(`still there after SIGKILL: ${await running(pids)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The ids of all processes on this terminal, the shell among them. */
  async #programs(): Promise<number[]> {
    try {
      const { stdout: tty } = await this.#tmux('display-message', '-p', '#{pane_tty}');
      return processes((await run('ps', ['-o', 'pid=,stat=', '-t', tty.trim()])).stdout);
    } catch {
      return []; // As above: no server, no terminal.
    }
  }

  #tmux(...args: string[]): ReturnType<typeof run> & Promise<{ stdout: string }> {
    const { TMUX: _outer, ...env } = process.env;
    const socket = join(this.#folder, 'socket');
    return run('tmux', ['-u', '-S', socket, ...args], { env: { ...env, LC_ALL: 'C.UTF-8' } });
  }
}
