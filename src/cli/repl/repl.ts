import { EXIT_CODES, MemchatError } from '../../errors.ts';
import { MAX_MESSAGE, type Passage } from '../../memory/turn.ts';
import { renderReceipt } from '../output/receipt.ts';
import { sanitise } from '../output/sanitise.ts';
import { signsOf } from '../output/signs.ts';
import { dim, type Terminal } from '../output/terminal.ts';
import type { Outcome } from './command.ts';
import { CommandLine } from './command-line.ts';
import type { Conversation } from './conversation.ts';
import { Editor } from './editor.ts';
import { Hints } from './hints.ts';
import { waitForMemory } from './leave.ts';
import { readMessage } from './message.ts';
import { PastInput } from './past-input.ts';
import { RawMode } from './raw-mode.ts';
import { SessionRecord } from './record.ts';
import type { ReplOptions } from './repl-options.ts';
import { showReply } from './reply.ts';
import { onSignals } from './signals.ts';
import { Status } from './status.ts';
import { beforeAbort } from './until.ts';
import { editCells, writeElsewhere } from './write-elsewhere.ts';

/**
 * Talks with a person until they leave. Resolves to the exit code: 0, or 143 after SIGTERM or
 * SIGHUP, which wait for nothing. The terminal is as it was found then, also when this rejects.
 * Rejects with what the conversation throws, unless it is a MemchatError: that is shown.
 */
export async function runRepl(
  conversation: Conversation,
  terminal: Terminal,
  options: ReplOptions,
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
  readonly #record: SessionRecord;
  readonly #input: PastInput;
  readonly #commands: CommandLine;
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
    const { clock, commands, about = [], costs = async () => null } = options;
    this.#record = new SessionRecord(clock);
    this.#editor = new Editor(terminal, MAX_MESSAGE, {
      interrupt: () => this.#interrupt(),
      suspend: () => this.#suspend(),
      complete: (text) => this.#commands.complete(text),
      edit: (cells) => editCells(cells, { write, tell: (text) => this.#show(text) }),
    });
    const write = (text: string): Promise<string> =>
      writeElsewhere(this.#editor, this.#rawMode, async () =>
        (await commands()).editText(options.editor ?? null, text),
      );
    this.#input = new PastInput(this.#editor.past, conversation, (text) => this.#notice(text));
    this.#commands = new CommandLine({
      ...{ conversation, terminal, record: this.#record, about, costs, clock, commands, write },
      ask: (question, initial) => this.#editor.ask(question, initial),
      remembered: () => this.#remembered(),
      forgotten: () => {
        this.#record.forget();
        return this.#input.forget();
      },
    });
  }

  async run(): Promise<number> {
    const { stdin, stdout, stderr } = this.#terminal;
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
      if (this.#editor.isLent) return;
      this.#rawMode.enter();
      this.#editor.redraw();
    };
    const stopListening = onSignals({
      interrupt: () => this.#editor.interrupt(),
      terminate,
      resume,
    });
    this.#listen();
    try {
      this.#rawMode.enter();
      this.#input.load().catch(() => {});
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
      this.#record.pass(receipt);
      const told = this.#told;
      this.#told = receipt.problem?.message ?? null;
      if (quiet && receipt.problem === null) return;
      const { colour, columns } = this.#terminal;
      // Who leaves can type none of it any more.
      const hints = this.#isLeft ? [] : this.#hints.of(receipt.changes);
      const signs = signsOf(this.#terminal);
      const look = { colour, columns: columns(), reasons: debug, told, hints, signs };
      const text = renderReceipt(receipt, look);
      if (text !== '') this.#show(text);
    });
    onNotice?.((message) => this.#notice(message));
  }

  async #talk(): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      const message = await readMessage(this.#editor);
      if (message.type === 'leave') return;
      this.#input.add(message.entered);
      try {
        if (message.type === 'message') await this.#say(message.passages);
        else if ((await this.#after(await this.#commands.run(message.line))) === 'leave') return;
      } catch (error) {
        if (!(error instanceof MemchatError)) throw error;
        this.#terminal.stderr.write(`${sanitise(error.message)}\n`);
      }
    }
  }

  async #after(outcome: Outcome): Promise<'stay' | 'leave'> {
    if (typeof outcome === 'string') return outcome;
    if (outcome.isNew) this.#input.add(outcome.say);
    await this.#say([...outcome.say]);
    return 'stay';
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
    const ask = (question: string) => this.#editor.ask(question);
    if ((await this.#options.mayGoOn?.({ ask })) === false) {
      throw new MemchatError('Not sent. What is remembered can still be looked at.', 'over-budget');
    }
    const running = new AbortController();
    this.#running = running;
    try {
      const events = this.#record.watch(passages, this.#conversation.say(passages, running.signal));
      const said = await showReply(events, this.#terminal, this.#status, this.#leaving.signal);
      this.#told = said ?? this.#told;
      if (this.#record.last?.end?.status === 'failed') this.#offerRetry();
      this.#terminal.stdout.write('\n');
    } finally {
      this.#running = null;
    }
  }

  /** What was said just now is about to be remembered: a command that takes something away waits. */
  async #remembered(): Promise<void> {
    const skip = new AbortController();
    this.#running = skip;
    try {
      const { signal } = skip;
      await this.#input.settled();
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
    await beforeAbort(this.#input.settled(), skip.signal);
    await waitForMemory(this.#conversation, this.#terminal, this.#status, skip.signal);
  }

  #offerRetry(): void {
    const { stderr, colour } = this.#terminal;
    stderr.write(`${dim('Your message is kept: /retry says it again.', colour)}\n`);
  }

  #notice(message: string): void {
    this.#show(dim(sanitise(message), this.#terminal.colour));
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
