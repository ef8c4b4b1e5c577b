import { sentences } from '../english/sentences.ts';
import { open } from './opening.ts';

/** How the user wants answers to be; `value` null takes the preference back. */
export interface PreferenceClaim {
  key: string;
  value: string | null;
  quote: string;
}

const LEAD = String.raw`^(?:(?:please|kindly|can you|could you|would you|always|from now on|in (?:the )?future|for now on|i(?:'d| would) (?:like|prefer|love) (?:it if )?(?:you (?:to|would|could))?|i (?:want|need|prefer|like) you to|i prefer (?:it )?(?:when|if) you|try to|you (?:should|can|must)|just)[\s,]+)*`;
const ANSWERS = '(?:answers?|replies|reply|responses?|explanations?|messages)';
const LENGTHS =
  'short|shorter|brief|concise|terse|long|longer|detailed|in-depth|thorough|compact|succinct|one[- ]line|one[- ]sentence';
const TONES =
  'formal|informal|casual|friendly|direct|blunt|polite|professional|playful|serious|funny|honest|simple|technical';
const LANGUAGES =
  'english|german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|turkish|japanese|chinese|korean|arabic|hindi|swedish|norwegian|danish|finnish|greek|czech|romanian|hungarian|hebrew|deutsch';

const STYLE = new RegExp(
  `${LEAD}(?:i (?:prefer|like|want) |give me |use )?((?:(?:${LENGTHS}|${TONES})(?:,? and |, ))+(?:${LENGTHS}|${TONES})) ${ANSWERS}`,
  'iu',
);

type Rule = readonly [RegExp, string, (found: RegExpExecArray) => string | null];

const RULES: readonly Rule[] = [
  [
    new RegExp(
      `${LEAD}(?:i )?(?:no longer|don't|do not) (?:need|want) (?:your )?(?:${LENGTHS}) ${ANSWERS}`,
      'iu',
    ),
    'answer length',
    () => null,
  ],
  [
    new RegExp(
      `${LEAD}(?:keep|make|give me|i (?:prefer|like|want|love)|write|use)\\s(?:me )?(?:all )?(?:your |the |it |things )?(?:(${LENGTHS}) ${ANSWERS}|${ANSWERS}? ?(?:to be )?(?:very |really )?(${LENGTHS}))(?![\\p{L}])`,
      'iu',
    ),
    'answer length',
    (m) => (m[1] ?? m[2] ?? '').toLowerCase(),
  ],
  [
    new RegExp(
      `${LEAD}(?:be|stay|answer|reply|respond)(?: more| very)? (${LENGTHS}|briefly|concisely|in (?:one|two|three|a few) sentences?|in one line)(?![\\p{L}])`,
      'iu',
    ),
    'answer length',
    (m) => (m[1] ?? '').toLowerCase().replace('briefly', 'brief').replace('concisely', 'concise'),
  ],
  [
    new RegExp(
      `${LEAD}(?:be|stay|sound|keep (?:it|your tone|the tone)|use an?)(?: more)? (${TONES})(?: tone| style)?(?: with me)?[.!]*$`,
      'iu',
    ),
    'tone',
    (m) => (m[1] ?? '').toLowerCase(),
  ],
  [
    new RegExp(
      `${LEAD}(?:i prefer|i like|i want) (?:an? )?(${TONES}) (?:tone|style|${ANSWERS})`,
      'iu',
    ),
    'tone',
    (m) => (m[1] ?? '').toLowerCase(),
  ],
  [
    new RegExp(
      `${LEAD}(?:answer|reply|respond|speak|write|talk|chat)(?: to me| me| with me)?(?: always| only)? in (${LANGUAGES})(?![\\p{L}])`,
      'iu',
    ),
    'language',
    (m) => proper(m[1]),
  ],
  [
    new RegExp(`${LEAD}(?:i prefer|i want|use) ${ANSWERS} in (${LANGUAGES})`, 'iu'),
    'language',
    (m) => proper(m[1]),
  ],
  [
    new RegExp(
      `${LEAD}(?:use|i prefer|i use|i want|give|stick to|show)(?: me)? (?:the )?(metric|imperial|si|celsius|fahrenheit|kilometers|miles)(?: units?| system| measurements?)?`,
      'iu',
    ),
    'units',
    (m) => (m[1] ?? '').toLowerCase(),
  ],
  [
    new RegExp(
      `${LEAD}(?:use|i prefer|write|stick to)(?: in)? (british|american|uk|us) (?:english|spelling)`,
      'iu',
    ),
    'spelling',
    (m) => proper(m[1]),
  ],
  [
    new RegExp(
      `${LEAD}(?:use|i prefer)(?: an?| the)? (24[- ]hour|12[- ]hour) (?:clock|time|format)`,
      'iu',
    ),
    'time format',
    (m) => m[1] ?? null,
  ],
  [
    new RegExp(
      `${LEAD}(?:don't|do not|never|stop|avoid|no|without|skip|less|fewer)(?: (?:use|using|any|more|the|your))* (emojis?|emoticons?|markdown|bullet points?|lists|tables|jargon|exclamation marks?|small talk|flattery|apologies|apologi[sz]ing|code comments)`,
      'iu',
    ),
    '$1',
    () => 'none',
  ],
  [
    new RegExp(
      `${LEAD}(?:use|i (?:like|love|prefer|want))(?: more| lots of| some| again)? (emojis?|markdown|bullet points?|tables)(?: again| more| please)*[.!]*$`,
      'iu',
    ),
    '$1',
    () => 'use them',
  ],
  [
    new RegExp(
      `${LEAD}(?:explain|describe) (?:things|everything|it|concepts)?\\s?(simply|in detail|like i'm (?:five|5)|step by step|with examples)`,
      'iu',
    ),
    'explanations',
    (m) => (m[1] ?? '').toLowerCase(),
  ],
  [
    new RegExp(
      `${LEAD}(?:show|give|write)(?: me)? (?:code|examples|code examples) in (\\p{L}[\\p{L}+#]*)`,
      'iu',
    ),
    'code examples',
    (m) => m[1] ?? null,
  ],
];

/** The preferences about answers in what a user typed; the last of a key counts. */
export function preferencesIn(text: string): PreferenceClaim[] {
  const found = new Map<string, PreferenceClaim>();
  for (const sentence of sentences(text)) {
    if (/^(?:what|which|how|do|does|is|are|why|if|imagine|pretend)\b/iu.test(sentence)) continue;
    const style = STYLE.exec(open(sentence).body)?.[1];
    if (style !== undefined) {
      const value = style.toLowerCase();
      found.set('answer style', {
        key: 'answer style',
        value,
        quote: sentence.replace(/[\s.!?]+$/u, ''),
      });
      continue;
    }
    for (const piece of sentence.split(
      /,\s+(?:and |but )?|\s+(?:and|but)\s+(?=(?:please|don['’]t|do not|never|always|use|keep|be|answer|reply|i prefer|no)\b)/iu,
    )) {
      const claim = preference(piece);
      if (claim !== null) found.set(claim.key, claim);
    }
  }
  return [...found.values()];
}

function preference(piece: string): PreferenceClaim | null {
  const { body } = open(piece);
  const plain = body.replaceAll('’', "'");
  for (const [pattern, key, value] of RULES) {
    const found = pattern.exec(plain);
    if (found === null) continue;
    const named = key === '$1' ? plural(found[1] ?? '') : key;
    return { key: named, value: value(found), quote: body.replace(/[\s.!?]+$/u, '') };
  }
  return null;
}

function plural(noun: string): string {
  const low = noun.toLowerCase();
  if (/^emoji|^emoticon/u.test(low)) return 'emojis';
  return /^(?:bullet point|table|exclamation mark)$/u.test(low) ? `${low}s` : low;
}

function proper(word: string | undefined): string {
  const low = (word ?? '').toLowerCase();
  return low.length <= 2 ? low.toUpperCase() : low.slice(0, 1).toUpperCase() + low.slice(1);
}
