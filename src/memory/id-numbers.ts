import { findCards } from './cards.ts';
import { findIbans } from './ibans.ts';
import { isWordStart, type Span } from './redaction-spans.ts';

/** Numbers that identify a person or an account. */
export function findIdNumbers(text: string): Span[] {
  return [...findIbans(text), ...findCards(text), ...findSocialSecurityNumbers(text)];
}

// Ranges that the Social Security Administration never assigned are left alone.
const SSN = /(?!000|666|9)\d{3}([-\u2010-\u2013])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)/g;
// Without hyphens nine digits can be anything, so there the words before must say what it is.
const NAMED_SSN =
  /(?<=\b(?:ssn|social security(?: (?:number|no\.?|#))?)["']?(?:\s?[:=#]|\s(?:is|was|ist|es))?["']?\s{0,2}["']?)(?!000|666|9)\d{3}[ .]?(?!00)\d{2}[ .]?(?!0000)\d{4}(?!\d)/gi;

function findSocialSecurityNumbers(text: string): Span[] {
  const hyphened = [...text.matchAll(SSN)].filter(
    ({ index }) => isWordStart(text, index) && !/[_-]/.test(text.charAt(index - 1)),
  );
  const named = /ssn|social/i.test(text) ? [...text.matchAll(NAMED_SSN)] : [];
  return [...hyphened, ...named].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    what: 'social security number',
  }));
}
