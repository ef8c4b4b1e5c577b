import { askedBack, asStatement } from '../english/inquiry.ts';
import { sentences } from '../english/sentences.ts';
import type { Claim } from '../statements/claim.ts';
import { clauses } from '../statements/clause.ts';
import { claimIn } from '../statements/grammar.ts';

const YES =
  /^\W*(?:yes|yeah|yep|yup|correct|exactly|right|that's right|that is right|that’s right|i do|i am|indeed|sure|true)(?:[\s,]+(?:i (?:do|am|did|have)|that's (?:right|correct)|please|exactly|correct))*[\s.!]*$/iu;

/** What a plain yes to the assistant's last question says, and that question. */
export function confirmed(
  assistant: string,
  typed: string,
): { claim: Claim; question: string } | null {
  const quote = typed.trim();
  if (quote.length > 60 || !YES.test(quote)) return null;
  const question = sentences(assistant).at(-1);
  if (question === undefined || !question.endsWith('?')) return null;
  const statement = asStatement(askedBack(question).replace(/^(?:so|and|oh|well|wait)[, ]+/iu, ''));
  if (statement === null) return null;
  const claim = clauses(statement, null)
    .map(claimIn)
    .find((one) => one !== null);
  return claim === undefined || claim === null || claim.sign === -1 || claim.ended
    ? null
    : { claim: { ...claim, quote }, question };
}
