import { EXIT_CODES, MemchatError } from '../../errors.ts';
import { MAX_MESSAGE, type Passage } from '../../memory/turn.ts';
import { renderReceipt } from '../output/receipt.ts';
import { sanitise } from '../output/sanitise.ts';
import { dim, type Terminal } from '../output/terminal.ts';
import { COMMANDS, type CommandContext, findCommand } from './commands.ts';
import type { Conversation } from './conversation.ts';
import { Editor } from './editor.ts';
import { Hints } from './hints.ts';
import { waitForMemory } from './leave.ts';
import { readMessage } from './message.ts';
import { RawMode } from './raw-mode.ts';
import { showReply } from './reply.ts';
import { onSignals } from './signals.ts';
import { Status } from './status.ts';
import { beforeAbort } from './until.ts';

export interface ReplOptions {
  /** No receipts, except of what went wrong. Default false. */
  quiet?: boolean;
  /** Receipts also say what was not kept, and why. Default false. */
  debug?: boolean;
  /** Where notices come from: what it calls the listener with is shown without hurting the line. */
  onNotice?: (listener: (message: string) => void) => void;
  /** Ends the REPL at once when it aborts: there is nothing to talk to. */
  signal?: AbortSignal;
}

/**
 * Talks with a person until they leave. Resolves to the exit code: 0, or 143 after SIGTERM or
 * SIGHUP, which wait for nothing. The terminal is as it was found then, also when this rejects.
 * Rejects with what the conversation throws, unless it is a MemchatError: that is shown.
 */
export async function runRepl(
  conversation: Conversation,
  terminal: Terminal,
  options: ReplOptions = {},
): Promise<number> {
  return new Repl(conversation, terminal, options).run();
}

/** Said before a command that goes on all the same. */
const NOT_YET = 'Not all that was said is remembered yet: it may still follow.';

class Repl {
  readonly #conversation: Conversation;
  readonly #terminal: Terminal;
  readonly #options: ReplOptions;
  readonly #editor: Editor;
  readonly #rawMode: RawMode;
  readonly #status: Status;
  /** Aborts when the process is told to end, or the terminal is gone. */
  readonly #gone = new AbortController();
  /** What Ctrl-C stops now, while no line is read. */
  #running: AbortController | null = null;
  readonly #hints = new Hints();
  #isLeft = false;
  /** What went wrong last, as it was told. */
  #told: string | null = null;
  /** Aborts with `#gone`, and when Ctrl-C is pressed again while a reply is being stopped. */
  readonly #leaving = new AbortController();

  constructor(conversation: Conversation, terminal: Terminal, options: ReplOptions) {
    this.#conversation = conversation;
    this.#terminal = terminal;
    this.#options = options;
    this.#rawMode = new RawMode(terminal);
    this.#status = new Status(terminal, { quiet: options.quiet === true });
    this.#editor = new Editor(terminal, MAX_MESSAGE, {
      interrupt: () => this.#interrupt(),
      suspend: () => this.#suspend(),
    });
  }

  async run(): Promise<number> {
    const { stdin, stdout, stderr, interactive, dumb } = this.#terminal;
    const gone = this.#gone.signal;
    const terminate = (): void => {
      this.#gone.abort();
      this.#leaving.abort();
    };
    const end = (): void => {
      this.#editor.withdraw();
      terminate();
    };
    this.#options.signal?.addEventListener('abort', end, { once: true });
    if (this.#options.signal?.aborted === true) end();
    const streams = [stdin, stdout, stderr];
    for (const stream of streams) stream.on('error', terminate);
    const resume = (): void => {
      if (interactive && !dumb) this.#rawMode.enter();
      this.#editor.redraw();
    };
    const stopListening = onSignals({
      interrupt: () => this.#editor.interrupt(),
      terminate,
      resume,
    });
    this.#listen();
    try {
      if (interactive && !dumb) this.#rawMode.enter();
      await beforeAbort(this.#talk(), gone);
      if (!gone.aborted) await beforeAbort(this.#leave(), gone);
      return gone.aborted ? EXIT_CODES.terminated : 0;
    } finally {
      this.#editor.close();
      this.#rawMode.leave();
      stopListening();
      // A terminal that is gone errs once more on what puts it back; there is nobody to tell.
      if (!gone.aborted) for (const stream of streams) stream.off('error', terminate);
    }
  }

  #listen(): void {
    const { quiet, debug = false, onNotice } = this.#options;
    this.#conversation.onReceipt((receipt) => {
      const told = this.#told;
      this.#told = receipt.problem?.message ?? null;
      if (quiet && receipt.problem === null) return;
      const { colour, columns } = this.#terminal;
      // Who leaves can type none of it any more.
      const hints = this.#isLeft ? [] : this.#hints.of(receipt.changes);
      const look = { colour, columns: columns(), reasons: debug, told, hints };
      const text = renderReceipt(receipt, look);
      if (text !== '') this.#show(text);
    });
    onNotice?.((message) => this.#show(dim(sanitise(message), this.#terminal.colour)));
  }

  async #talk(): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      const message = await readMessage(this.#editor);
      if (message.type === 'leave') return;
      try {
        if (message.type === 'message') await this.#say(message.passages);
        else if ((await this.#command(message.line)) === 'leave') return;
      } catch (error) {
        if (!(error instanceof MemchatError)) throw error;
        this.#terminal.stderr.write(`${sanitise(error.message)}\n`);
      }
    }
  }

  async #say(passages: Passage[]): Promise<void> {
    const length = passages.reduce((sum, { text }) => sum + text.length, 0);
    if (length > MAX_MESSAGE) {
      const limit = MAX_MESSAGE.toLocaleString('en');
      throw new MemchatError(
        `Not sent: a message may have ${limit} characters, and this one has more. Send it in parts.`,
        'usage',
      );
    }
    const running = new AbortController();
    this.#running = running;
    try {
      const events = this.#conversation.say(passages, running.signal);
      const said = await showReply(events, this.#terminal, this.#status, this.#leaving.signal);
      this.#told = said ?? this.#told;
      this.#terminal.stdout.write('\n');
    } finally {
      this.#running = null;
    }
  }

  async #command(line: string): Promise<'stay' | 'leave'> {
    const found = findCommand(line, COMMANDS);
    if ('suggestion' in found) throw new MemchatError(found.suggestion, 'usage');
    const { stdout, colour, columns } = this.#terminal;
    const context: CommandContext = {
      conversation: this.#conversation,
      colour,
      columns: columns(),
      print: (text) => stdout.write(`${text}\n`),
      ask: (question, initial) => this.#editor.ask(question, initial),
      remembered: () => this.#remembered(),
    };
    return found.command.run(context, found.rest);
  }

  /** What was said just now is about to be remembered: a command that takes something away waits. */
  async #remembered(): Promise<void> {
    const skip = new AbortController();
    this.#running = skip;
    try {
      const { signal } = skip;
      await waitForMemory(this.#conversation, this.#terminal, this.#status, signal, NOT_YET);
    } finally {
      this.#running = null;
    }
  }

  async #leave(): Promise<void> {
    const skip = new AbortController();
    this.#running = skip;
    this.#isLeft = true;
    this.#editor.leave();
    await waitForMemory(this.#conversation, this.#terminal, this.#status, skip.signal);
  }

  /** A receipt or a notice, wherever the REPL stands. */
  #show(text: string): void {
    this.#status.around(() => this.#editor.notice(text));
  }

  #interrupt(): void {
    if (this.#running?.signal.aborted) this.#leaving.abort();
    this.#running?.abort();
  }

  #suspend(): void {
    if (process.platform === 'win32') return;
    this.#rawMode.leave();
    // The whole group, as the terminal does it: a parent such as npx must stop with us.
    process.kill(0, 'SIGTSTP');
  }
}
