import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peer } from '../peers.ts';
import type { BenchDocument } from './rankers.ts';

/** The part of MiniSearch that is used. */
interface MiniSearch {
  addAll(documents: readonly BenchDocument[]): void;
  search(query: string): { id: string; score: number }[];
}
type MiniSearchClass = new (options: object) => MiniSearch;

/** Installs it at the first time. @throws when that fails */
export async function loadMiniSearch(): Promise<MiniSearchClass> {
  const { home, problem } = peer('recall');
  if (home === null) throw new Error(problem);
  const file = join(home, 'node_modules', 'minisearch', 'dist', 'es', 'index.js');
  const module: { default: MiniSearchClass } = await import(pathToFileURL(file).href);
  return module.default;
}
