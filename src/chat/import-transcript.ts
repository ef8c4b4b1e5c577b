import { createHash } from 'node:crypto';
import { MemchatError } from '../errors.ts';
import {
  readTranscriptImport,
  turnOfGiven,
  type UnreadLine,
  type Utterance,
} from '../memory/import/transcript.ts';
import type { Exchange } from '../store/port.ts';
import type { Ports } from './ports.ts';

export interface TranscriptImport {
  /** Utterances that are in the transcript now and were not before. */
  added: number;
  /** Those that were there already. */
  known: number;
  /** Lines that were not taken. */
  problems: UnreadLine[];
}

/**
 * Adds the transcript of another chat to the user's, as `readTranscriptImport` reads it. The memory
 * learns nothing from it: what was said there is only searched. The same text again adds nothing.
 * @throws MemchatError `memory-unreadable` for a text with no utterance in it, or too large; else as
 *   `Transcript.import`.
 */
export async function importTranscript(
  { transcript }: Pick<Ports, 'transcript'>,
  user: string,
  text: string,
): Promise<TranscriptImport> {
  const read = readTranscriptImport(text);
  if (!read.ok) {
    throw new MemchatError(
      `The transcript cannot be imported: ${read.problem}. It takes one JSON object a line: {"session": "1", "at": "2026-03-01T10:00:00Z", "speaker": "Bob", "text": "Hello"}`,
      'memory-unreadable',
    );
  }
  const { utterances, problems } = read;
  const added = await transcript.import(user, exchangesOf(utterances));
  return { added, known: utterances.length - added, problems };
}

function exchangesOf(utterances: readonly Utterance[]): Exchange[] {
  const repeats = new Map<string, number>();
  return utterances.map((utterance) => {
    const { session, at, speaker, text } = utterance;
    const turn = turnOf(utterance, repeats);
    return { turn, session, at, user: text, typed: '', reply: null, status: 'answered', speaker };
  });
}

/**
 * The same each time that the file is read. Two that are the same in everything are told apart by
 * their number. A hash of what is redacted already gives no secret away.
 */
function turnOf(
  { id, session, at, speaker, text }: Utterance,
  repeats: Map<string, number>,
): string {
  const said = JSON.stringify([session, at, speaker, text]);
  const hash = createHash('sha256').update(said).digest('hex').slice(0, 24);
  if (id !== null) return turnOfGiven(id, hash.slice(0, 8));
  const times = (repeats.get(hash) ?? 0) + 1;
  repeats.set(hash, times);
  return times === 1 ? `i-${hash}` : `i-${hash}-${times}`;
}
