import type { ForgetTarget } from './forget-target.ts';
import type { Memory } from './types.ts';

/**
 * What is meant by the words behind `forget`: the fact with that id, else the preference with that
 * key, else the user's name ("name", "my name"), else all that holds the words.
 */
export function targetOf(words: string, memory: Memory): ForgetTarget {
  const said = words.trim();
  if (isFact(said, memory)) return { kind: 'fact', id: said };
  const key = Object.keys(memory.preferences).find((each) => sameText(each, said));
  if (key !== undefined) return { kind: 'preference', key };
  if (memory.name !== null && /^(?:my )?name$/i.test(said)) return { kind: 'name' };
  return { kind: 'query', query: said };
}

function isFact(id: string, { keyFacts, retired }: Memory): boolean {
  return keyFacts.some((fact) => fact.id === id) || retired.some((fact) => fact.id === id);
}

function sameText(a: string, b: string): boolean {
  return a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();
}
