import { type RecallDocument, RecallIndex, type SearchOptions } from '../../src/recall/index.ts';

/** An index of these documents, in their order; a text alone has its place as its id: "0", "1", … */
export function indexOf(documents: readonly (string | RecallDocument)[]): RecallIndex {
  const index = new RecallIndex();
  for (const [place, document] of documents.entries()) {
    index.add(typeof document === 'string' ? { id: String(place), text: document } : document);
  }
  return index;
}

/** The ids that a query finds, best first. */
export function found(index: RecallIndex, query: string, options?: SearchOptions): string[] {
  return index.search(query, options).map(({ id }) => id);
}

/** The score of a document for a query; 0 when it is not found. */
export function scoreOf(
  index: RecallIndex,
  id: string,
  query: string,
  options: SearchOptions = {},
): number {
  const results = index.search(query, { limit: 1_000_000, ...options });
  return results.find((result) => result.id === id)?.score ?? 0;
}
