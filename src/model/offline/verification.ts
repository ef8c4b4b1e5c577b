import { isoDate } from './english/dates.ts';
import { contentStems, shared } from './english/words.ts';
import { blockOf } from './exchanges.ts';
import { type KnownFact, nothingKnown, readBlock } from './knowledge.ts';
import { type Change, learn } from './learn.ts';
import { matchesOf } from './match.ts';

/** Is it a request to hold facts against what the user typed? */
export function isVerification(prompt: string): boolean {
  return /^<user date="/mu.test(prompt);
}

/** The JSON that answers a verification request: the facts that something said later speaks against. */
export function verification(prompt: string): string {
  const { facts, name } = readBlock(blockOf(prompt, 'memory') ?? '');
  const stale = new Map<number, { target: number; quote: string; reason: string }>();
  for (const { date, typed } of sayingsIn(prompt)) {
    const before = facts.filter((fact) => fact.date !== null && fact.date <= date);
    const known = { ...nothingKnown(), today: date, name, facts: [...before] };
    for (const change of learn(known, typed).changes) {
      if (change.op === 'confirm') stale.delete(change.target?.number ?? 0);
      for (const { number } of overtaken(change, before)) {
        if (number === null) continue;
        const { quote } = change.claim;
        stale.set(number, { target: number, quote, reason: 'The user said otherwise since.' });
      }
    }
  }
  return JSON.stringify({
    reasoning: stale.size === 0 ? 'Nothing speaks against a fact.' : 'Some facts are over.',
    stale: [...stale.values()],
  });
}

function overtaken({ op, target, claim }: Change, facts: readonly KnownFact[]): KnownFact[] {
  if (op === 'add') return [];
  const others = facts.filter((fact) => fact !== target);
  const over = op === 'confirm' ? matchesOf(claim, others).over : target === null ? [] : [target];
  return over.filter((fact) => {
    // What says the same more precisely speaks against nothing.
    const isRefined =
      !claim.ended &&
      claim.sign === (fact.claim?.sign ?? 1) &&
      shared(fact.stems, contentStems(claim.said)) === fact.stems.length;
    return !isRefined;
  });
}

/** What was typed, with its day, oldest first. The texts cannot spell the tags: they come escaped. */
function sayingsIn(prompt: string): { date: string; typed: string }[] {
  const found: { date: string; typed: string }[] = [];
  for (const [, at = '', typed = ''] of prompt.matchAll(
    /^<user date="([^"]{0,40})">\n([\s\S]*?)\n<\/user>$/gmu,
  )) {
    const date = isoDate(at);
    if (date !== null) found.push({ date, typed });
  }
  return found;
}
