import type { Ports } from './ports.ts';
import type { Recall, RecallRequest } from './recall.ts';
import type { Recollection } from './recollection.ts';

interface Loaded {
  recollection: Recollection;
  recallFor: typeof import('./recall.ts').recallFor;
  recallAsked: typeof import('./recall.ts').recallAsked;
}

/** Recall, loaded when something is looked up for the first time: many turns need none of it. */
export class LateRecall {
  readonly #ports: Pick<Ports, 'transcript' | 'semantic'>;
  readonly #user: string;
  readonly #onUnread: (error: unknown) => void;
  #loading: Promise<Loaded> | null = null;
  #recollection: Recollection | null = null;

  /** `onUnread` is told of a transcript that cannot be read: recall goes on without it. */
  constructor(
    ports: Pick<Ports, 'transcript' | 'semantic'>,
    user: string,
    onUnread: (error: unknown) => void,
  ) {
    this.#ports = ports;
    this.#user = user;
    this.#onUnread = onUnread;
  }

  /** Passages of conversation that were read so far. */
  get passages(): number {
    return this.#recollection?.passages ?? 0;
  }

  /** Reads the transcript. @throws MemchatError as `Transcript.read`. */
  async warm(): Promise<void> {
    const { recollection } = await this.#load();
    await recollection.refresh();
  }

  /** See `recallFor`. */
  async forMessage(request: RecallRequest): Promise<Recall | null> {
    const { recollection, recallFor } = await this.#load();
    return recallFor(recollection, request);
  }

  /** See `recallAsked`. */
  async asked(request: RecallRequest): Promise<Recall> {
    const { recollection, recallAsked } = await this.#load();
    return recallAsked(recollection, request);
  }

  /** Stops what goes on in the background. */
  async close(): Promise<void> {
    await (await this.#loading)?.recollection.close();
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#import();
    return this.#loading;
  }

  async #import(): Promise<Loaded> {
    const { Recollection, recallFor, recallAsked } = await import('./recall.ts');
    this.#recollection = await Recollection.open(this.#ports, this.#user, this.#onUnread);
    return { recollection: this.#recollection, recallFor, recallAsked };
  }
}
