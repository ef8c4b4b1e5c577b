import { MemchatError } from '../errors.ts';
import { sanitise } from './output/sanitise.ts';
import type { Terminal } from './output/terminal.ts';

/** What a person should know, shown on stderr until the REPL takes it over. */
export class Notices {
  show: (message: string) => void;

  constructor(terminal: Terminal) {
    this.show = (message) => terminal.stderr.write(`${message}\n`);
  }

  moveTo(listener: (message: string) => void): void {
    this.show = listener;
  }

  tell(message: string): void {
    this.show(`memchat: ${sanitise(message)}`);
  }

  warn(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const unwritable = error instanceof MemchatError && error.code === 'store-unwritable';
    this.tell(
      unwritable
        ? `${message} The conversation goes on, but it is not remembered until this is mended.`
        : message,
    );
  }
}
