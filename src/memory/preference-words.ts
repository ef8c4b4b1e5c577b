import { fold } from './fold.ts';
import { LANGUAGES } from './languages.ts';
import { withoutMarks } from './privacy.ts';
import { preferenceKey } from './slug.ts';
import { COMMON_VERBS, STOP_WORDS } from './stop-words.ts';
import type { Preference } from './types.ts';
import { contentWords, overlaps, stem, words } from './words.ts';

/** What may be inferred about how the user wants to be answered: keys, and the values they may have. */
export const INFERABLE: Readonly<Record<string, readonly string[]>> = {
  'answer length': ['short', 'medium', 'long'],
  depth: ['beginner', 'intermediate', 'expert'],
  tone: ['casual', 'neutral', 'formal', 'warm', 'dry'],
  format: ['prose', 'lists', 'tables', 'code first'],
  language: LANGUAGES,
};

/** The one inferred preference whose value is made of words of the user's own. */
export const TOPICS = 'topics';

/** Topics in one value, at most. */
const MAX_TOPICS = 5;

/** Characters of a topic, at most: what is longer is no word. */
const MAX_TOPIC = 30;

/** A preference that may be inferred, in the form in which it is filed. */
export interface Inferable {
  key: string;
  value: string;
}

/** The preference as it would be filed, or null when it is not within the vocabulary. */
export function inferable(key: string, value: string): Inferable | null {
  const filed = preferenceKey(key);
  if (filed === TOPICS) {
    const topics = topicsOf(value);
    return topics === null ? null : { key: filed, value: topics.join(', ') };
  }
  const values = Object.hasOwn(INFERABLE, filed) ? INFERABLE[filed] : undefined;
  const known = values?.find((one) => fold(one) === fold(value));
  return known === undefined ? null : { key: filed, value: known };
}

/** The 1 to 5 single words of a value of topics, each once, in order; null when it is anything else. */
export function topicsOf(value: string): string[] | null {
  const found = words(value);
  if (withoutMarks(value) !== value || !found.every(isTopic)) return null;
  const topics = [...new Map(found.map((word) => [stem(word), word])).values()];
  return topics.length > 0 && topics.length <= MAX_TOPICS ? topics : null;
}

const COMMON: ReadonlySet<string> = new Set([...COMMON_VERBS].map(stem));

/** Whether a folded word may be a topic: no function word, no verb that any sentence has. */
function isTopic(word: string): boolean {
  return (
    word.length > 1 &&
    word.length <= MAX_TOPIC &&
    /\p{L}/u.test(word) &&
    !STOP_WORDS.has(word) &&
    !COMMON.has(stem(word))
  );
}

/** What people write about when they say themselves what an inferred preference would be about. */
const SUBJECTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    'answer length':
      'length long short shorter longer verbosity verbose brief brevity concise conciseness terse detail detailed size',
    depth: 'depth level expertise beginner intermediate expert novice detail detailed',
    tone: 'tone style manner voice formality formal informal casual warm friendly humor humour',
    format: 'format formatting layout structure prose list bullet table markdown',
    language: 'language english',
    topics: 'topic interest',
  }).map(([key, about]) => [key, new Set(contentWords(about))]),
);

/**
 * Whether the user said something themselves about what the inferred preference `key` is about,
 * under this key or another: then the inferred one does not count.
 */
export function isOutspoken(
  key: string,
  preferences: Readonly<Record<string, Preference>>,
): boolean {
  const subject = SUBJECTS.get(key);
  if (subject === undefined) return false;
  return Object.entries(preferences).some(([other, { value, origin }]) => {
    if (origin === 'inferred' || origin === 'declined') return false;
    return overlaps(subject, new Set(contentWords(`${other} ${value}`)));
  });
}
