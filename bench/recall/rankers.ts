import { stemmer } from 'stemmer';
import { eng } from 'stopword';
import { RecallIndex } from '../../src/recall/index.ts';
import { tokens } from '../../src/recall/tokens.ts';
import type { Weights } from '../../src/recall/weights.ts';
import { loadMiniSearch } from './minisearch.ts';

/** What every ranker is given. */
export interface BenchDocument {
  id: string;
  text: string;
  session: string;
  speaker: string;
  date: string;
}

/** Finds ids for a query, best first. */
export type Search = (query: string, limit: number) => string[];

/** Builds an index over documents. */
export type Ranker = (documents: readonly BenchDocument[]) => Search;

const STOP_WORDS: ReadonlySet<string> = new Set(eng.flatMap((word) => tokens(word)));

/** The stems of a text, as the other rankers see them: the words are those of memchat's index. */
function stems(text: string, dropped: ReadonlySet<string> = STOP_WORDS): string[] {
  return tokens(text)
    .filter((word) => !dropped.has(word))
    .map((word) => stemmer(word.replace(/'s?$/, '')));
}

export const ALL_WORDS: ReadonlySet<string> = new Set();

export function memchat(weights?: Weights): Ranker {
  return (documents) => {
    const index = new RecallIndex(weights);
    for (const document of documents) index.add(document);
    return (query, limit) => index.search(query, { limit }).map(({ id }) => id);
  };
}

const K1 = 0.9;
const B = 0.4;

/** BM25 (k1 0.9, b 0.4: Anserini's defaults) over stems of "speaker: text". */
export function plainBm25(dropped: ReadonlySet<string> = STOP_WORDS): Ranker {
  return (documents) => {
    const postings = new Map<string, Map<number, number>>();
    const lengths = documents.map(({ speaker, text }, place) => {
      const found = stems(`${speaker}: ${text}`, dropped);
      for (const stem of found) {
        const counts = postings.get(stem) ?? new Map<number, number>();
        postings.set(stem, counts.set(place, (counts.get(place) ?? 0) + 1));
      }
      return found.length;
    });
    const average = lengths.reduce((sum, length) => sum + length, 0) / documents.length;
    return (query, limit) => {
      const scores = new Map<number, number>();
      for (const stem of new Set(stems(query, dropped))) {
        const counts = postings.get(stem) ?? new Map<number, number>();
        const idf = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5));
        for (const [place, count] of counts) {
          const norm = K1 * (1 - B + (B * (lengths[place] ?? 0)) / average);
          scores.set(place, (scores.get(place) ?? 0) + (idf * count * (K1 + 1)) / (count + norm));
        }
      }
      const best = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit);
      return best.map(([place]) => documents[place]?.id ?? '');
    };
  };
}

/**
 * MiniSearch over the same stems, with its own BM25+ (k 1.2, b 0.7, d 0.5); fuzzy and prefix matching
 * are off, they find less. `neighbours`: the two turns before and after are a field as well, which
 * is the most that could be had from its options: text 1, neighbours 0.5, speaker 2.
 */
export async function miniSearch(neighbours = false): Promise<Ranker> {
  const MiniSearch = await loadMiniSearch();
  return (documents) => {
    const index = new MiniSearch({
      fields: ['text', 'speaker', ...(neighbours ? ['around'] : [])],
      tokenize: (text: string) => stems(text),
      processTerm: (term: string) => term,
      searchOptions: { boost: neighbours ? { around: 0.5, speaker: 2 } : {} },
    });
    index.addAll(neighbours ? documents.map(withNeighbours) : documents);
    return (query, limit) =>
      index
        .search(query)
        .slice(0, limit)
        .map(({ id }) => id);
  };
}

function withNeighbours(document: BenchDocument, at: number, all: readonly BenchDocument[]) {
  const around = [at - 2, at - 1, at + 1, at + 2]
    .map((place) => all[place])
    .filter((other) => other?.session === document.session)
    .map((other) => other?.text ?? '');
  return { ...document, around: around.join(' ') };
}
