import { contentStems, shared } from './english/words.ts';
import { blockOf, type Exchange, readExchanges } from './exchanges.ts';
import { type Knowledge, nothingKnown, readBlock } from './knowledge.ts';
import { apply, type Change, type Lesson, learn } from './learn.ts';
import { confirmed } from './questions/confirmed.ts';
import { keptFor } from './statements/plans.ts';
import { summaryOf, summaryWithout } from './summary.ts';

interface FactAnswer {
  op: Change['op'];
  target: number | null;
  kind: 'semantic' | 'episodic' | 'procedural';
  tag: string;
  text: string | null;
  quote: string;
  answers: string | null;
  happened_on: string | null;
  expires_in_days: number | null;
}

/** A change with the assistant's words that the user said yes to. */
interface Noted extends Change {
  answers: string | null;
}

/** The JSON that answers an extraction request. */
export function extract(prompt: string): string {
  const known = readBlock(blockOf(prompt, 'known') ?? '');
  const before = summaryFacts(known);
  const answer = {
    name: null as Lesson['name'],
    preferences: new Map<string, Lesson['preferences'][number]>(),
  };
  let noted: Noted[] = [];
  let asked: Exchange | null = null;
  for (const exchange of readExchanges(blockOf(prompt, 'exchanges') ?? '')) {
    known.today = exchange.date ?? known.today;
    const lesson = learn(known, exchange.typed);
    noted = merge(noted, [
      ...lesson.changes.map((change) => ({ ...change, answers: null })),
      ...saidYes(known, asked, exchange.typed),
    ]);
    answer.name = lesson.name ?? answer.name;
    for (const preference of lesson.preferences) answer.preferences.set(preference.key, preference);
    asked = exchange;
  }
  const after = summaryFacts(known);
  const summary =
    after === before && !isOutdated(known)
      ? null
      : after === ''
        ? summaryWithout(known)
        : summaryOf(known);
  return JSON.stringify({
    reasoning: reasoning(noted.length, answer),
    summary: summary === known.summary || summary === '' ? null : summary,
    name: answer.name === null ? null : { value: answer.name.value, quote: answer.name.quote },
    facts: noted.map((change) => factAnswer(change, known.today)),
    preferences: [...answer.preferences.values()],
  });
}

/** Does the summary still say what something took the place of, or what was forgotten? */
function isOutdated({ summary, past }: Knowledge): boolean {
  const told = contentStems(summary);
  return past.some(({ stems }) => stems.length > 0 && shared(stems, told) === stems.length);
}

function summaryFacts(known: Knowledge): string {
  return summaryOf({ ...nothingKnown(), name: known.name, facts: known.facts });
}

function saidYes(known: Knowledge, asked: Exchange | null, typed: string): Noted[] {
  if (asked === null) return [];
  const claim = confirmed(asked.assistant, typed);
  if (claim === null) return [];
  const changes: Change[] = [];
  apply(known, claim.claim, changes);
  return changes.map((change) => ({ ...change, answers: claim.question }));
}

/** Later changes to what was added in the same pass change the addition itself. */
function merge(noted: readonly Noted[], later: readonly Noted[]): Noted[] {
  let merged = [...noted];
  for (const change of later) {
    const source =
      change.target === null
        ? undefined
        : merged.find(({ op, result }) => result === change.target && op !== 'confirm');
    if (source === undefined) {
      merged.push(change);
      continue;
    }
    if (change.op === 'confirm') continue;
    merged = merged.filter((item) => item !== source);
    const { target } = source;
    if (change.op === 'retire' && target !== null) merged.push({ ...change, target });
    if (change.op === 'replace')
      merged.push({ ...change, op: target === null ? 'add' : 'replace', target });
  }
  return merged;
}

function factAnswer({ op, target, claim, text, answers }: Noted, today: string | null): FactAnswer {
  return {
    op,
    target: target?.number ?? null,
    kind: claim.kind,
    tag: target?.tag ?? claim.tag,
    text,
    quote: claim.quote,
    answers,
    happened_on: op === 'confirm' ? null : claim.on,
    expires_in_days: op === 'add' || op === 'replace' ? keptFor(claim.until, today) : null,
  };
}

function reasoning(
  facts: number,
  answer: { name: unknown; preferences: ReadonlyMap<string, unknown> },
): string {
  if (facts === 0 && answer.name === null && answer.preferences.size === 0)
    return 'Nothing lasting was said.';
  return 'The user said something that lasts.';
}
