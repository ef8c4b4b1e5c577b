import { codeOf, type ErrorCode } from '../errors.ts';
import { sanitise } from './output/sanitise.ts';
import type { Terminal } from './output/terminal.ts';

/** What a person should know, shown on stderr until the REPL takes it over. */
export class Notices {
  show: (message: string) => void;
  /** What was warned of so far. */
  readonly warnings: Error[] = [];

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
    const warning = error instanceof Error ? error : new Error(String(error));
    this.warnings.push(warning);
    this.tell(`${warning.message}${goingOn(codeOf(error))}`);
  }
}

/** What it means for the conversation that the store fails. */
function goingOn(code: ErrorCode | null): string {
  if (code === 'store-unwritable') {
    return ' The conversation goes on, but it is not remembered until this is mended.';
  }
  if (code === 'store-unavailable') {
    return ' The conversation goes on without the memory, and is remembered when the store answers again.';
  }
  return '';
}
