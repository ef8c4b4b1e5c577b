import { PETS, RELATIONS, VERBS } from '../english/lexicon.ts';
import { isPast } from '../english/person.ts';
import { frontLength } from './fronting.ts';

/** A clause as it stands in the sentence, and the subject that it takes over from the one before. */
export interface Piece {
  /** The literal piece of the sentence. */
  raw: string;
  /** What it says: `raw`, unless something in it was taken back. */
  text: string;
  carried: string;
}

const SEPARATOR =
  /,?\s+(?:and|but|so|because|although|though|while|yet|plus)\s+|\s*[,–—]\s+|\s+[-–—]+\s+|\s*&\s+|\s+(?=(?:i|i['’]?m|i['’]?ve|my|from)\s)/giu;
const OWN_SUBJECT =
  /^(?:and |but |so |also |then |now |please |actually,? |no,? |honestly,? |personally,? |luckily,? |sadly,? |oh,? |well,? |yes,? )*(?:i|i['’]m|im|i['’]ve|ive|i['’]d|i['’]ll|my|we|we['’]re|we['’]ve|our|it['’]s|it is|you can|call me|people|everyone|friends|that['’]s|(?:she|he)(?:['’]?s)?|they|they['’]re|her|his|this|there|what|what['’]s|who|how|where|when|which|can|could|do|does|is|are|would|will|tell|don['’]t|remember|forget|please|keep (?:it|your|answers|things|replies)|answer|reply|(?:always|never) (?:answer|reply|use|write)|no (?:emojis?|bullet points?|markdown|jargon))(?![\p{L}'’])/iu;
const VERB =
  /^(?:also |now |currently |usually |often |never |always |really |just |then |mostly |recently )*(no longer |don['’]t |do not |can['’]t |cannot |am |was )?(\p{L}+)/iu;
const MEMBER = new RegExp(
  `^(?:an?|one|two|three|four|five|\\d|another) (?:[\\p{L}-]+ ){0,2}?(?:${PETS}|${RELATIONS})s?\\b`,
  'iu',
);
const QUALITY =
  /^(?:an? |\d{1,3}(?: years (?:old|young)| ?yo| ?y\/o| yrs(?: old)?)?[.!]?$|\d{1,3},|vegan|vegetarian|lactose |gluten|dairy[- ]free|allergic|married|single|divorced|retired|from |based |living |working |originally |studying |learning )/iu;

/** Places in one sentence where a statement may begin; more is no talk. */
const MOST = 40;
const AGED =
  /^(?:i['’]?m |i am )?\d{1,3}\s?(?:yo|y\/o|yrs?(?: old)?|years? (?:old|young)|f|m)?,?$/iu;

/** Splits a sentence where a new statement begins; the pieces are literal parts of it. */
export function split(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let carried = '';
  let front = frontLength(sentence);
  let looked = 0;
  for (const found of sentence.matchAll(SEPARATOR)) {
    if (++looked > MOST) break;
    const end = found.index + found[0].length;
    if (end <= start + front) continue;
    const left = sentence.slice(start, found.index);
    const next = subjectOf(carried + left, sentence.slice(end), found[0]);
    if (next === null) continue;
    add(pieces, left, carried);
    start = end;
    carried = next;
    front = frontLength(sentence.slice(start));
  }
  add(pieces, sentence.slice(start), carried);
  return pieces;
}

function add(pieces: Piece[], text: string, carried: string): void {
  const raw = text.trim();
  pieces.push({ raw, text: raw, carried });
}

/** What the right side takes over: '' when it has its own subject, null when it is no clause. */
function subjectOf(left: string, right: string, separator: string): string | null {
  if (separator.trim() === '' && /^from\s/iu.test(right)) return AGED.test(left) ? 'I am ' : null;
  if (separator.trim() === '') return runsOn(left, right) ? '' : null;
  if (/\bbut\b/iu.test(separator) && /^not /iu.test(right))
    return HEDGE.test(right) ? null : deniedLead(left);
  if (OWN_SUBJECT.test(right)) return '';
  const first =
    /^(?:[\p{L}',! ]{0,30}?[\s,])?(?=(?:i|i['’]m|im|i['’]ve|we|we['’]ve|we['’]re)\s)/iu.exec(
      left,
    )?.[0];
  if (first === undefined) return null;
  const subject = left.slice(first.length);
  if (
    /^(?:i|we)\s(?:\w+\s)?(?:have|got|adopted)\b|^(?:i|we)['’]ve got\b/iu.test(subject) &&
    MEMBER.test(right)
  )
    return 'I have ';
  if (
    /^(?:i['’]m|im|i am|we['’]re|we are)\b/iu.test(subject) &&
    QUALITY.test(right) &&
    !/\bbut\b/iu.test(separator)
  )
    return 'I am ';
  const but = /\bbut\b/iu.test(separator);
  return /\p{L}/u.test(separator) && startsWithVerb(but ? '' : subject, right) ? 'I ' : null;
}

/** Verbs that with an object begin a clause, whatever stands before: "… cooking and hate cleaning". */
const FEELS =
  /^(?:(?:hate|dislike|detest|despise|loathe|adore|enjoy|prefer) \S|(?:like|love) (?!(?:songs?|stor(?:y|ies)|letters?|poems?|affairs?)\b)\S)/iu;
/** The same, unless the user wants to do both ("I want to learn and use Rust"). */
const DOES =
  /^(?:(?:have|own|speak|eat|drive|ride|use|know|study|teach|learn|collect|wear|avoid|bake|write|read) \S|play (?!(?:dates?|doh|time|station)\b)\S|go (?:to\b|\p{L}+ing\b)|(?:work|live) (?:as|at|for|from|in|on|with|remotely|alone)\b)/iu;

function startsWithVerb(left: string, right: string): boolean {
  const [, auxiliary, verb = ''] = VERB.exec(right) ?? [];
  if (auxiliary !== undefined) return true;
  const low = verb.toLowerCase();
  if (!VERBS.has(low) && !isPast(low)) return false;
  // "Rust and Go": a name, in the middle of a sentence.
  if (/^\p{Lu}\p{Ll}/u.test(verb)) return false;
  const clause = right.split(/,|\s(?:and|but|or)\s/iu, 1)[0] ?? '';
  if (FEELS.test(clause) || (DOES.test(clause) && !/\bto \S+$/iu.test(left))) return true;
  const noun =
    /\b(?:like|love|enjoy|prefer|hate|dislike|want to|plan to|do|into|to \w+)\s+\S+(?:\s\S+)?$/iu.test(
      left,
    );
  return !noun || clause.trim().split(/\s+/u).length > 2;
}

const HEDGE =
  /^not (?:much|really|always|too|so|very|that|this|because|as|in|on|at|for|when|sure|enough|only|just|a|often|any ?more|yet|today|all|every\w*|necessarily|if|to|with|my|now)\b/iu;
const STARTED = /^(?:(?:hi|hey|hello|yo|ok|so|well),? )?(?:i|i['’]?m|i['’]?ve|my)\s\S+\s/iu;
const LAST_WORD = /[\p{L}\p{N}'’]{1,40}$/u;
/** Words after which a clause goes on. */
const UNFINISHED =
  /^(?:i|that|what|when|where|how|why|if|than|as|think|know|guess|said|say|say|believe|hope|wish|and|or|but|to|in|at|for|with|of|from|the|an?|my|like|because|since|until|while|before|after|so|is|are|am|was|use|love|not|do|feel|everything|anything|something|nothing|all|things?|ones?|whatever|every|time|day|way|place|people|person|moment|thought|told|where)$/iu;
const INTRODUCED = /^(?:(?:hi+|hey|hello|yo|sup),? )?(?:i['’]?m|i am) \p{L}+$/iu;
const RUN_ON =
  /^(?:(i['’]?m|i['’]?ve|i am|i have|my \p{L}+(?: \p{L}+)? (?:is|are|lives?|works?|has|likes?))|i (?:live|work|like|love|hate|use|play|speak|drive|study|come|was born|don['’]?t|moved|also|prefer|enjoy|own|teach))\s\S+/iu;

/** Does a new statement begin without any mark between ("im marco im 29 i work at a bank")? */
function runsOn(left: string, right: string): boolean {
  const found = RUN_ON.exec(right);
  if (found === null || !(isFinished(left) || INTRODUCED.test(left))) return false;
  // "the company i work for every day" is one thing.
  return (
    found[1] !== undefined ||
    /^(?:i['’]?m|i am) /iu.test(left) ||
    !/\b(?:the|a|an|every|each|this|that|any|first|last|only|one|most) (?:\S+ )?\S+\s*$/iu.test(
      left,
    )
  );
}

function isFinished(left: string): boolean {
  const last = LAST_WORD.exec(left.trimEnd())?.[0];
  return last !== undefined && STARTED.test(left) && !UNFINISHED.test(last);
}

/** "I like coffee" → "I don't ‸like ", for "but not tea"; null where that says nothing. */
function deniedLead(left: string): string | null {
  const verb =
    /(?:^|\s)i (?:really |also )?((?:like|love|enjoy|prefer|eat|drink|speak|use|play|own)\s)/iu.exec(
      left,
    )?.[1] ?? null;
  return verb === null ? null : `I don't ${verb.toLowerCase()}`;
}
