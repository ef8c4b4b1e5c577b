import { MemchatError } from '../errors.ts';
import { MAX_FACT, MAX_NAME, MAX_PREFERENCE, MAX_SUMMARY, MAX_SUMMARY_SENTENCES } from './caps.ts';
import { oneLine } from './fold.ts';
import { isOnlySecret } from './only-secret.ts';
import { redact } from './privacy.ts';
import { sentences } from './sentences.ts';
import { words } from './words.ts';

/** Text as it may be kept: on one line, secrets redacted. */
export function clean(text: string): string {
  return redact(oneLine(text));
}

/**
 * The text of a fact that a person wrote, as it is kept: one sentence, at most 300 characters.
 * @throws MemchatError `usage` for one that cannot be remembered, with what to do.
 */
export function factText(text: string): string {
  const kept = proposedText(text);
  if (sentences(kept).length > 1) {
    throw usage(
      'That is more than one sentence. A fact is one: give each sentence as a fact of its own.',
    );
  }
  return kept;
}

/**
 * The text of a fact that was proposed to a person, as it is kept: at most 300 characters.
 * @throws MemchatError `usage` for one that cannot be remembered.
 */
export function proposedText(text: string): string {
  return somethingToKeep(text, `a fact has at most ${MAX_FACT} characters`, MAX_FACT);
}

/**
 * The value of a preference that a person wrote, as it is kept: at most 120 characters.
 * @throws MemchatError `usage` for one that cannot be remembered.
 */
export function preferenceText(value: string): string {
  return somethingToKeep(
    value,
    `the value of a preference has at most ${MAX_PREFERENCE} characters`,
    MAX_PREFERENCE,
  );
}

/**
 * A name that a person wrote, as it is kept: at most 100 characters.
 * @throws MemchatError `usage` for one that cannot be remembered.
 */
export function nameText(name: string): string {
  return somethingToKeep(name, `a name has at most ${MAX_NAME} characters`, MAX_NAME);
}

/**
 * A summary that a person wrote, as it is kept: at most 3 sentences and 600 characters.
 * @throws MemchatError `usage` for one that cannot be remembered.
 */
export function summaryText(summary: string): string {
  const limit = `a summary has at most ${MAX_SUMMARY_SENTENCES} sentences and ${MAX_SUMMARY} characters`;
  const kept = somethingToKeep(summary, limit, MAX_SUMMARY);
  if (sentences(kept).length > MAX_SUMMARY_SENTENCES) throw usage(`That is too long: ${limit}.`);
  return kept;
}

function somethingToKeep(text: string, limit: string, most: number): string {
  const kept = clean(text);
  if (words(kept).length === 0) {
    throw usage('There is nothing to remember: write it in words.');
  }
  if (isOnlySecret(kept)) {
    throw usage(
      'That is a secret, and secrets are not kept: without it nothing is left to remember.',
    );
  }
  if (kept.length > most) throw usage(`That is too long: ${limit}, and this has ${kept.length}.`);
  return kept;
}

function usage(message: string): MemchatError {
  return new MemchatError(message, 'usage');
}
