import type { KnownFact } from '../knowledge.ts';

const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/\bhow old\b|\bage\b/iu, /\b(?:is|are|turned|turns|am) (?:\p{Lu}\p{L}+ )?\d{1,3}\b|years old/iu],
  [
    /^(?:and )?when\b/iu,
    /\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/iu,
  ],
  [/\bwhere\b.*\bfrom\b/iu, /\bfrom\b/iu],
  [/^(?:and )?where\b/iu, /\b(?:live[sd]?|moved|based|from|in|at|works?)\b/iu],
  [
    /\bwhat\b.*\b(?:do|does|job|work)\b(?: for (?:a living|work))?\s*\??$/iu,
    /\bworks?\b|\bis an? \b|\b(?:studies|teaches|runs)\b/iu,
  ],
  [/\bhow many\b/iu, /\b(?:\d+|an?|no|one|two|three|four|five|six|seven|eight|nine|ten)\b/iu],
];

/** The facts that answer the kind of question ("how old …" wants a number); null when none does. */
export function sharpened(asked: string, facts: readonly KnownFact[]): KnownFact[] | null {
  const kind = KINDS.find(([question]) => question.test(asked))?.[1];
  if (kind === undefined) return null;
  const found = facts.filter(({ said }) => kind.test(said));
  return found.length > 0 ? found : null;
}
