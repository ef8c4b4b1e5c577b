/** How a sentence opens, and what is left of it (a literal piece of the sentence). */
export interface Opening {
  body: string;
  /** "Actually", "no", "sorry": what follows corrects something. */
  correction: boolean;
  /** "Remember that …". */
  remember: boolean;
  /** "Forget that …". */
  forget: boolean;
  greeting: boolean;
}

const END = String.raw`\b['’]?[\s,.!:;–—-]*`;
const GREETING = new RegExp(
  `^(?:hi+|hello|hey+|hiya|heya|hallo|yo|sup|wassup|g'day|good (?:morning|evening|afternoon|day)|greetings|howdy|nice to meet you)\\b(?: there| again| claude| everyone| all)?${END}`,
  'iu',
);
const FILLER = new RegExp(
  `^(?:oh|well|so|also|ah|um|uh|hmm|ok|okay|and|but|yeah|yes|yep|sure|right|thanks|thank you|cool|great|btw|by the way|fyi|for the record|for your information|(?:just )?so you know|you should know(?: that)?|to be (?:honest|clear|precise)|honestly|as i said|like i said|anyway|plus|then|one more thing|another thing|fun fact|ps|for context|because|i should (?:mention|add)(?: that)?|i (?:want|wanted) you to know(?: that)?|did i mention(?: that)?|the thing is|good news|bad news|news|update|first of all|these days|nowadays|these days|at work|at home)${END}`,
  'iu',
);
const CORRECTION = new RegExp(
  `^(?:actually|no(?! longer| one| more| way| emoji| pets?| kids?| children)|nope|sorry|my mistake|my bad|correction|wait|hold on|i meant(?: to say)?|i mean|scratch that|not quite|that(?:'s|’s| is| was) (?:wrong|not (?:right|true|correct|quite right)|incorrect|outdated)|wrong|rather|in fact|to correct myself|you(?:'re|’re| are) wrong|i lied|now(?=\\s+(?:i|i['’]m|we|my)\\b))${END}`,
  'iu',
);
const REMEMBER =
  /^(?:please |can you |could you |i(?:'d| would) like you to |i want you to )?(?:please )?(?:remember|note|keep in mind|bear in mind|don['’]t forget|do not forget|make a note|take note|memorize)(?:(?: of)? (?:that|this|the following)\b)?(?! to\b| me\b| when\b)[\s:,–—-]+/iu;
const FORGET =
  /^(?:please |can you |could you )?(?:please )?(?:forget|don['’]t remember|do not remember|stop remembering|no need to remember|unlearn)(?: the fact)?(?: (?:everything|all|anything|whatever|what)(?: (?:i (?:said|told you)|you know))?(?= about))?(?: that| about)?[\s:,]+/iu;

/** Reads the openers off a sentence: greetings, fillers, corrections, "remember that". */
export function open(sentence: string): Opening {
  const opening: Opening = {
    body: sentence,
    correction: false,
    remember: false,
    forget: false,
    greeting: false,
  };
  for (let round = 0; round < 8; round++) {
    const before = opening.body;
    take(opening, FORGET, 'forget');
    take(opening, REMEMBER, 'remember');
    take(opening, CORRECTION, 'correction');
    take(opening, GREETING, 'greeting');
    take(opening, FILLER, null);
    if (opening.body === before) break;
  }
  return opening;
}

function take(
  opening: Opening,
  pattern: RegExp,
  flag: 'forget' | 'remember' | 'correction' | 'greeting' | null,
): void {
  const found = pattern.exec(opening.body);
  if (found === null) return;
  opening.body = opening.body.slice(found[0].length);
  if (flag !== null) opening[flag] = true;
}

const QUESTION =
  /^(?:what|whats|wat|wut|whos|wheres|whens|hows|who|whom|whose|which|when|where|why|how|do|does|did|am|is|are|was|were|can|could|would|will|should|shall|has|have (?:i|we|you)|isn['’]t|aren['’]t|don['’]t (?:i|you|we)|didn['’]t|doesn['’]t|any (?:idea|chance)|what['’]s|who['’]s|where['’]s|when['’]s|how['’]s)\b/iu;

/** Does the clause ask something, by its first words? */
export function asks(clause: string): boolean {
  return QUESTION.test(clause);
}

const PRETEND =
  /^(?:\W*)(?:(?:please|now|ok|okay|so|can you|let['’]s|let us)[\s,]+)*(?:imagine|pretend|suppose|supposing|assume|assuming|role-?play|say i were|let['’]s say|hypothetically|picture this|what if|act as|you are now|in this story|fiction)\b/iu;

/** Does the sentence open a fiction, so that nothing after it is about the user? */
export function pretends(sentence: string): boolean {
  return PRETEND.test(sentence);
}

const REQUEST =
  /^(?:if|unless|whenever|in case|write|translate|say|explain|summari[sz]e|draft|rewrite|rephrase|give|create|generate|fix|correct|proofread|act|print|show|help|check|list|find|search|compare|suggest|recommend|tell|remind|convert|compute|calculate|define|describe|sing|compose|continue|finish|complete|quote|repeat|read|look|let|make|add|send|edit|improve|review|analy[sz]e|classify|extract|consider|think|for example|e\.g\.|example|as if|the sentence|this sentence|subject:|dear|lorem)\b/iu;
const REPORTED =
  /^(?:she|he|they|someone|somebody|people|(?:my|our|the|a) [\p{L}' -]{1,40}?|\p{Lu}\p{Ll}+)\s(?:says?|said|thinks?|thought|told|claims?|claimed|asked|wrote|goes|replied|texted)\b/iu;

/** Is the sentence a request, a condition, or what somebody else said? Nothing in it is a statement. */
export function isNoStatement(body: string): boolean {
  return REQUEST.test(body) || (REPORTED.test(body) && !/^(?:I|i)\b/u.test(body));
}
