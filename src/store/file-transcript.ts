import { errnoOf, MemchatError } from '../errors.ts';
import type { Turn } from '../memory/turn.ts';
import { noTranscript, reading, writing } from './failures.ts';
import { placeOf } from './paths.ts';
import type { Exchange, Transcript, TranscriptCursor, TranscriptReading } from './port.ts';
import { appendTurn } from './transcript-append.ts';
import { yearOf } from './transcript-files.ts';
import { importExchanges } from './transcript-import.ts';
import { readTranscript, recentExchanges } from './transcript-reading.ts';
import { rewriteTranscript } from './transcript-rewrite.ts';
import { rotate } from './transcript-rotation.ts';

/**
 * The transcript in `.<user>/transcript.jsonl`, one JSON line for each exchange; those of past years,
 * and what was imported, in `.<user>/transcript-<year>.jsonl`.
 */
export class FileTranscript implements Transcript {
  readonly #directory: string;
  readonly #appends: boolean;

  /** `appends` false: nothing is added; what is there from before can be read and forgotten. */
  constructor({ directory, appends = true }: { directory: string; appends?: boolean }) {
    this.#directory = directory;
    this.#appends = appends;
  }

  async append(turn: Turn): Promise<void> {
    if (!this.#appends) return;
    const place = placeOf(this.#directory, turn.user);
    const isBehind = await writing(place.transcript, () => appendTurn(place, turn));
    const year = yearOf(turn.at);
    if (!isBehind || year === null) return;
    try {
      await rotate(place, year);
    } catch (error) {
      // The turn is kept. Its year stays behind, so the next turn tries again; a file that cannot be
      // read is told of by whoever reads it.
      if (errnoOf(error) === undefined && !(error instanceof MemchatError)) throw error;
    }
  }

  async import(user: string, exchanges: readonly Exchange[]): Promise<number> {
    if (!this.#appends) throw noTranscript();
    const place = placeOf(this.#directory, user);
    return writing(place.transcript, () => importExchanges(place, exchanges));
  }

  async recent(user: string, limit: number): Promise<Exchange[]> {
    const place = placeOf(this.#directory, user);
    return reading(place.transcript, () => recentExchanges(place, limit));
  }

  async read(user: string, from: TranscriptCursor | null): Promise<TranscriptReading> {
    const place = placeOf(this.#directory, user);
    return reading(place.transcript, () => readTranscript(place, from));
  }

  async rewrite(user: string, change: (exchange: Exchange) => Exchange | null): Promise<number> {
    const place = placeOf(this.#directory, user);
    return writing(place.transcript, () => rewriteTranscript(place, change));
  }
}
