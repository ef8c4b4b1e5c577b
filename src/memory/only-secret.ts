import { withoutMarks } from './privacy.ts';
import { contentWords } from './words.ts';

/** Words that name a secret or where it belongs; in a sentence of nothing else they tell nothing. */
const SECRET_WORDS = new Set(
  contentWords(
    'password passwort passcode passphrase phrase pin code key keys token secret credential login ' +
      'account api wifi wlan email card credit debit number iban bank ssn social security knows',
  ),
);

/** Whether all that a redacted text still says is that there was a secret. */
export function isOnlySecret(text: string): boolean {
  const rest = withoutMarks(text);
  return rest !== text && contentWords(rest).filter((word) => !SECRET_WORDS.has(word)).length < 2;
}
