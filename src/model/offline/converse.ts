import { redact, withoutMarks } from '../../memory/privacy.ts';
import { answerOf, isSaid, type ToolUse, toolFor } from './calling.ts';
import { sentences } from './english/sentences.ts';
import { blockOf } from './exchanges.ts';
import { type Knowledge, readBlock } from './knowledge.ts';
import { type Lesson, learn } from './learn.ts';
import { answer } from './questions/answer.ts';
import { lookedUp } from './questions/looked-up.ts';
import { isNotKnown } from './questions/told.ts';
import { type Recalled, readRecalled } from './recalled.ts';
import { asks, open, pretends } from './statements/opening.ts';
import type { MessagesRequest } from './wire.ts';

const LIMITS =
  "I'm the offline model: I remember what you tell me and answer questions about it. For anything else, add an API key and Claude will answer.";
const SECRETS = "I don't keep secrets like passwords, keys or card numbers.";
const GREETING =
  /^\W*(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|evening|afternoon|day))\b[\p{L}\s,!.]{0,30}$/iu;
const THANKS =
  /^\W*(?:thanks?|thank you|thx|cheers|great|cool|nice|perfect|ok|okay|got it|alright)\b[\p{L}\s,!.]{0,30}$/iu;
const BYE = /^\W*(?:bye|goodbye|see you|see ya|good night|cu|ciao)\b[\p{L}\s,!.]{0,30}$/iu;
/** "When I was young …" tells, it does not ask. */
const RECALLS = /^(?:when|while|whenever) (?:i|we|my|our|she|he|they|the|it)\b/iu;
const TELLS =
  /^(?:please )?(?:tell me|remind me|do you (?:know|remember)|describe|show|list|summari[sz]e)\b/iu;

/**
 * The reply of a chat, or the tool that is called first: to the last message, from the memory in the
 * prompt, what was looked up and what was said since.
 */
export function converse(request: MessagesRequest): string | ToolUse {
  const known = readBlock(blockOf(request.system, 'memory') ?? '');
  const said = request.messages.filter(isSaid).map(({ text }) => partsOf(text));
  const recalled = readRecalled(
    [
      ...said.map((message) => message.recalled),
      ...request.messages.flatMap(({ results }) => results.map(({ text }) => text)),
    ],
    known.name,
  );
  takeIn(known, recalled);
  const typed = said.map((message) => redact(message.typed));
  const last = typed.pop() ?? '';
  for (const text of typed) learn(known, text);
  const before = known.name;
  const lesson = learn(known, last);
  const questions = questionsIn(last);
  const answers = questions.map((question) => answerTo(question, known, recalled));
  const unknown = questions.filter((_, index) => isNotKnown(answers[index] ?? null));
  const tool = toolFor(request, last, unknown);
  if (tool !== null) return tool;
  const kept = answerOf('remember', request);
  if (kept !== null) return kept;
  const found = answers.filter((text) => text !== null);
  const noted = notedOf(lesson, before, last);
  if (found.length > 0) return [...(noted === null ? [] : [noted]), ...new Set(found)].join(' ');
  if (answers.length > 0) return noted === null ? LIMITS : `${noted} ${LIMITS}`;
  return noted ?? smallTalk(last, known) ?? LIMITS;
}

/** What was looked up is older than what the prompt holds. */
function takeIn(known: Knowledge, { facts, past }: Recalled): void {
  const listed = new Set(known.facts.map(({ text }) => text));
  known.facts.unshift(...facts.filter(({ text }) => !listed.has(text)));
  known.past.unshift(...past);
}

function answerTo(question: string, known: Knowledge, recalled: Recalled): string | null {
  const answered = answer(question, known);
  if (answered !== null && !isNotKnown(answered)) return answered;
  return lookedUp(question, recalled, answered !== null) ?? answered;
}

/** What the user typed, without what was pasted into it, and what was recalled beside it. */
function partsOf(message: string): { typed: string; recalled: string } {
  const text = withoutPasted(message);
  const recalled = blockOf(text, 'recalled');
  if (recalled === null) return { typed: text, recalled: '' };
  const start = text.lastIndexOf('<recalled>\n');
  const end = text.indexOf('</recalled>', start);
  const behind = end === -1 ? '' : text.slice(end + '</recalled>'.length);
  return { typed: `${text.slice(0, start)}\n${behind}`.trim(), recalled };
}

const PASTED = '<third-party>\n';
const PASTED_END = '\n</third-party>';

function withoutPasted(text: string): string {
  const [first = '', ...rest] = text.split(PASTED);
  const typed = rest.map((part) => {
    const end = part.indexOf(PASTED_END);
    return end === -1 ? '' : part.slice(end + PASTED_END.length);
  });
  return [first, ...typed].join('');
}

/** The questions in a message, openers left off; at most the last three. */
function questionsIn(text: string): string[] {
  const found: string[] = [];
  for (const sentence of sentences(text)) {
    if (pretends(sentence)) return found;
    const { body, remember, forget } = open(sentence);
    if (remember || forget) continue;
    const parts = body.split(
      /(?:,|\s+and|\s+but)\s+(?=(?:what|who|where|when|which|how|do|does|did|is|are|am|can)\b)/iu,
    );
    const asked = parts
      .map((part) => open(part).body)
      .filter(
        (part) =>
          (asks(part) && !(RECALLS.test(part) && !sentence.endsWith('?'))) || TELLS.test(part),
      );
    if (asked.length > 0) found.push(...asked);
    else if (sentence.endsWith('?')) found.push(body);
  }
  return found.slice(-3);
}

/** What was taken in of the last message and, if it held a secret, that it was not; null for neither. */
function notedOf(lesson: Lesson, nameBefore: string | null, last: string): string | null {
  const taken = acknowledgement(lesson, nameBefore);
  if (withoutMarks(last) === last) return taken;
  return taken === null ? SECRETS : `${taken} ${SECRETS}`;
}

function acknowledgement(lesson: Lesson, nameBefore: string | null): string | null {
  if (lesson.name !== null) {
    return nameBefore === null
      ? `Nice to meet you, ${lesson.name.value}.`
      : `Thanks, I'll call you ${lesson.name.value}.`;
  }
  const done = new Set(lesson.changes.map(({ op }) => op));
  if (done.has('replace')) return "Thanks, I've updated that.";
  if (done.has('add')) return "Got it, I'll remember that.";
  if (done.has('retire')) return "Understood, that's no longer so.";
  if (lesson.preferences.length > 0) return 'Understood, I noted your preference.';
  return done.has('confirm') ? 'Yes, I have that.' : null;
}

function smallTalk(text: string, known: Knowledge): string | null {
  const called = known.name === null ? '' : `, ${known.name}`;
  if (GREETING.test(text))
    return known.name === null && known.facts.length === 0
      ? 'Hello! Tell me something about you and I will remember it.'
      : `Hello${called}!`;
  if (BYE.test(text)) return `Goodbye${called}!`;
  if (THANKS.test(text)) return "You're welcome.";
  return isRemark(text) ? 'I see.' : null;
}

/** A short statement that teaches nothing ("I'm tired today") and asks for nothing. */
function isRemark(text: string): boolean {
  return (
    text.length < 200 &&
    /^\W*(?:i|i['’]m|im|i['’]ve|ive|my|we|our|it|that|this|no|yes|yeah|yep|nope|sure|never mind|lol|haha|hehe|wow|hmm+|maybe|perhaps|just|you['’]?re|when i|when we|she|he|they|the \p{L}+ (?:is|was|are)|\p{Lu}\p{L}+ (?:is|was|has|loves|likes|plays|works|lives))(?![\p{L}])/iu.test(
      text,
    ) &&
    !/\?|\b(?:need|want|help|please)\b/iu.test(text)
  );
}
