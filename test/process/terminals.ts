import { BIN, type Machine } from '../support/bin.ts';
import { Pane } from '../support/tmux.ts';

/** Terminals on which memchat runs as alice, on one machine. */
export class Terminals {
  /** Variables beside those of the machine. */
  env: Record<string, string> = {};
  readonly #machine: Machine;
  readonly #panes: Pane[] = [];

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async run(...args: string[]): Promise<Pane> {
    const sessions = ['--sessions', this.#machine.sessions];
    const command = [process.execPath, BIN, '-u', 'alice', ...args, ...sessions];
    const env = this.#machine.environment(this.env);
    const pane = await Pane.start(command, { columns: 100, rows: 50, env });
    this.#panes.push(pane);
    return pane;
  }

  /** A conversation at its first prompt. */
  async chat(...args: string[]): Promise<Pane> {
    const pane = await this.run(...args);
    await pane.waitFor('you>');
    await pane.waitFor('memchat 0.');
    return pane;
  }

  async stop(): Promise<void> {
    for (const pane of this.#panes) await pane.stop();
  }
}

/** Types a line and presses Enter. */
export async function enter(pane: Pane, line: string): Promise<void> {
  await pane.type(line);
  await pane.keys('Enter');
}
