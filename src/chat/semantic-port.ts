import type { RecallResult } from '../recall/index.ts';

/** Something to be found by its meaning; its text is redacted. */
export interface SemanticDocument {
  id: string;
  text: string;
}

/** The second ranker, by meaning, where one is configured. */
export interface Semantic {
  /** Never rejects but for what `documents` throws. */
  sync(documents: Iterable<SemanticDocument>): Promise<void>;
  remove(id: string): void;
  /** Stops what goes on in the background; nothing is found any more. */
  close(): Promise<void>;
  /** Best first by cosine; null when it is off or fails. */
  search(query: string, limit: number): Promise<RecallResult[] | null>;
}
