import { longhand } from '../english/shorthand.ts';

const WRITTEN_OUT: readonly (readonly [RegExp, string])[] = [
  [/^we're\b|^we are\b/iu, 'I am'],
  [/^we've\b/iu, 'I have'],
  [/^we\b/iu, 'I'],
  [/^I are\b/iu, 'I am'],
  [/^our\b/iu, 'my'],
  [/\bour\b/giu, 'my'],
  [/\b(with|for|to|of) us\b/giu, '$1 me'],
  [/\b(and|because|so|that) we\b/giu, '$1 I'],
  [/\bI'?m\b/giu, 'I am'],
  [/\bI've\b|\bive\b/giu, 'I have'],
  [/\bI'd\b/giu, 'I would'],
  [/\bI'll\b/giu, 'I will'],
  [/\bi\b/gu, 'I'],
  [/^my\b/iu, 'my'],
  [/\bdon'?t\b/giu, 'do not'],
  [/\bdidn'?t\b/giu, 'did not'],
  [/\b(?:can'?t|can not)\b/giu, 'cannot'],
  [/\bwon't\b/giu, 'will not'],
  [/\b(is|are|was|were|have|has|does)n'?t\b/giu, '$1 not'],
  [/\b(name|names|it|that|birthday)'s (?!name)/giu, '$1 is '],
  [/\bI have got (?=an?\b|no\b|\d|one|two|three|some|my)/giu, 'I have '],
  [
    /\bI got (?=(?:an?|two|three|four|five|\d) (?:job\b|(?:[\p{L}-]+ )?(?:dog|cat|sister|brother|kid|son|daughter)s?\b))/giu,
    'I have ',
  ],
];

const SUBJECT = String.raw`I am|I have|I do not|I was|I will|I|my [\p{L}' -]{1,40}? (?:is|are|has)`;
const ADVERB = new RegExp(
  `^(${SUBJECT}) (just|really|actually|also|still|now|currently|recently|finally|basically|honestly|already|simply|literally|officially|absolutely|totally|kind of|very much|do|certainly|definitely|originally|normally|presently)(?= (?!not\\b))`,
  'iu',
);
const TAIL =
  /[\s,]+(?:(now|nowadays|these days|from now on|instead)|(any ?more|any longer)|too|as well|also|actually|though|btw|by the way|please|thanks|thank you|currently|already|originally|again|lol|haha|in fact|at the moment|for now|by name|you know|so much|very much|a lot)$/iu;

/** A clause with its contractions written out and its adverbs taken off. */
interface Expanded {
  text: string;
  /** It was said as new: "now", "these days". */
  now: boolean;
  anymore: boolean;
}

/** Brings a first-person clause into one form: "We're now living …" → "I am living …" with `now`. */
export function expand(clause: string): Expanded {
  let text = longhand(clause)
    .replace(/[^\p{L}\p{N})\]%€$£+#"”']+$/u, '')
    .trim();
  for (const [pattern, written] of WRITTEN_OUT) text = text.replace(pattern, written);
  let now = false;
  let anymore = false;
  for (let round = 0; round < 4; round++) {
    const tail = TAIL.exec(text);
    if (tail !== null) {
      text = text.slice(0, tail.index);
      now = now || tail[1] !== undefined;
      anymore = anymore || tail[2] !== undefined;
    }
    const adverb = ADVERB.exec(text);
    if (adverb !== null) {
      const [whole, subject = '', word = ''] = adverb;
      text = subject + text.slice(whole.length);
      now = now || /^(?:now|actually|currently)$/iu.test(word);
    }
  }
  return { text, now, anymore };
}
