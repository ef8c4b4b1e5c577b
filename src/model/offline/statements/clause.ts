import { resolveDate } from '../english/dates.ts';
import { fromGerund } from '../english/person.ts';
import { sentences } from '../english/sentences.ts';
import { expand } from './contractions.ts';
import { unfronted } from './fronting.ts';
import { asks, isNoStatement, type Opening, open, pretends } from './opening.ts';
import { piecesOf } from './pieces.ts';
import { substituted } from './repair.ts';
import { withSubject } from './subject.ts';

/** One statement of the user, brought into one form. */
export interface Clause {
  /** The literal piece of the user's text. */
  quote: string;
  /** The first-person sentence, contractions written out, dates resolved. */
  said: string;
  /** `said` without its negation or ending: "I no longer use vim" → "I use vim". */
  core: string;
  sense: 'holds' | 'negated' | 'ended';
  change: boolean;
  corrected: boolean;
  /** The user asked to keep it. */
  remember: boolean;
  forget: boolean;
  greeting: boolean;
  /** X of "not X but Y". */
  instead: string | null;
  on: string | null;
  direction: -1 | 0 | 1;
}

const UNREAL =
  /\b(?:might|could|should|maybe|perhaps|probably|possibly|wish|wonder|pretend|imagine|guess|thinking (?:of|about)|consider(?:ing)?|tempted|hypothetically|almost|as if|not sure|unsure|joking|kidding)\b|\bif (?:I|we)\b|\bI may\b|\bI would (?!like\b|love\b|prefer\b|rather\b)/iu;

/** The statements in what a user typed; questions, requests, fiction and conditions are left out. */
export function clauses(text: string, today: string | null): Clause[] {
  const found: Clause[] = [];
  let corrected = false;
  for (const sentence of sentences(text)) {
    if (pretends(sentence)) break;
    const opening = open(sentence);
    if (opening.body.length < 2) {
      corrected = corrected || opening.correction;
      continue;
    }
    opening.correction = opening.correction || corrected;
    corrected = false;
    if (!opening.remember && !opening.forget && isNoStatement(opening.body)) continue;
    const mended = opening.correction ? mend(found.at(-1), opening.body) : null;
    if (mended === null) found.push(...read(opening, today));
    else found.splice(-1, 1, mended);
  }
  return found;
}

/** "I live in Rome. Sorry, Milan.": the last clause with what the fragment puts right. */
function mend(last: Clause | undefined, fragment: string): Clause | null {
  if (
    last === undefined ||
    last.sense !== 'holds' ||
    !/^(?:\p{Lu}|\d|in |at |as |an? )/u.test(fragment)
  )
    return null;
  const said = substituted(last.said, fragment);
  if (said === null || /\s(?:is|are|am|was|have|has|do|like|live|work)\s/iu.test(fragment))
    return null;
  const quote = fragment.replace(/[\s.!?…,;:]+$/u, '');
  return { ...last, said, core: said, quote, change: true, corrected: true };
}

function read(opening: Opening, today: string | null): Clause[] {
  const pieces = piecesOf(opening.body);
  if (opening.body.endsWith('?') && !opening.remember && !opening.forget) {
    const last = pieces.pop();
    if (last === undefined || !asks(open(last.raw).body)) return [];
  }
  return pieces.flatMap((piece) => {
    const inner = piece.carried === '' ? open(piece.text) : { ...opening, body: piece.text };
    if (asks(inner.body) || inner.body === '') return [];
    const flags = {
      ...opening,
      correction: opening.correction || inner.correction,
      remember: opening.remember || inner.remember,
      forget: opening.forget || inner.forget,
      body: inner.body,
    };
    const quote = piece.text === piece.raw ? inner.body : piece.raw;
    const clause = toClause(piece.carried, flags, quote, today);
    return UNREAL.test(clause.said) ? [] : [clause];
  });
}

function toClause(carried: string, flags: Opening, literal: string, today: string | null): Clause {
  const quote = literal.replace(/[\s.!?…,;:]+$/u, '');
  const body = flags.body.replace(/[\s.!?…,;:]+$/u, '');
  const text =
    carried === ''
      ? withSubject(unfronted(body))
      : carried + (carried.startsWith("I don't") ? body.replace(/^not /iu, '') : body);
  const plain = expand(text);
  const dated = resolveDate(plain.text, today);
  const swap = notBut(dated.text);
  return {
    quote,
    ...senseOf(swap.said, plain.anymore),
    change: flags.correction || plain.now || swap.instead !== null,
    corrected: flags.correction || swap.instead !== null,
    remember: flags.remember,
    forget: flags.forget,
    greeting: flags.greeting,
    instead: swap.instead,
    on: dated.on,
    direction: dated.direction,
  };
}

/** "I live not in X but in Y", "my birthday is Y, not X" → what holds, and X. */
function notBut(said: string): { said: string; instead: string | null } {
  const but = /^(.*?)\s?\bnot\s(.+?),?\sbut\s(?:rather |actually |instead )?(.+)$/iu.exec(said);
  const [, head = '', old = '', now = ''] = but ?? [];
  if (
    but !== null &&
    head !== '' &&
    /^(?:I|my)\b/iu.test(head) &&
    !/^(?:I|my|only)\b/iu.test(now)
  ) {
    if (!/^I do$/iu.test(head)) return { said: `${head} ${now}`, instead: old };
    const [verb = '', preposition = ''] = old.split(' ', 2);
    const link =
      /^(?:in|at|for|as|to|with)$/u.test(preposition) && !/^(?:in|at|for|as|to|with) /u.test(now);
    return { said: `I ${verb} ${link ? `${preposition} ` : ''}${now}`, instead: old };
  }
  const trailing =
    /^((?:I|my)\s.+?),?\s(?:(?:and )?not|instead of) (?!only|just|that|much|sure|too|so|very)(.+)$/iu.exec(
      said,
    );
  const [, kept = '', other = ''] = trailing ?? [];
  const auxiliary = /\b(?:do|am|is|are|was|were|have|has|can|will|would|did|does|or|why)$/iu.test(
    kept,
  );
  return kept !== '' && !auxiliary ? { said: kept, instead: other } : { said, instead: null };
}

function senseOf(text: string, anymore: boolean): Pick<Clause, 'said' | 'core' | 'sense'> {
  const clause = sensed(text, anymore);
  const core = clause.core
    .replace(
      /^(I (?:am |have )?)(?:(?:mostly|mainly|primarily|usually|often|generally|also|only|especially|occasionally) )+/iu,
      '$1',
    )
    .replace(/ but no longer .+$/u, '');
  return { ...clause, core };
}

function sensed(said: string, anymore: boolean): Pick<Clause, 'said' | 'core' | 'sense'> {
  const again = /^I (?:have )?(?:started|began|begun|am) (\p{L}+ing\b.*) again$/iu.exec(said)?.[1];
  if (again !== undefined) {
    const [verb = ''] = again.split(' ', 1);
    return { said, core: `I ${fromGerund(verb)}${again.slice(verb.length)}`, sense: 'holds' };
  }
  const ended =
    /^I no longer (.+)$/iu.exec(said)?.[1] ??
    beforeNow(/^I used to (be )?(.+)$/iu.exec(said)) ??
    stopped(
      /^I (?:have )?(?:stopped|quit|gave up|given up|stop|ceased) (\p{L}+ing)\b(.*)$/iu.exec(said),
    );
  if (ended !== undefined) return { said, core: `I ${ended}`, sense: 'ended' };
  const notAnymore = /^(I am|my .+? (?:is|are)) no longer (.+)$/iu.exec(said);
  if (notAnymore !== null)
    return { said, core: `${notAnymore[1]} ${notAnymore[2]}`, sense: 'ended' };
  const negated =
    /^(I) (?:do not|never|rarely|hardly ever|cannot (?=eat|drink|swim|drive|cook|bake|dance|sing|ski|skate|whistle|juggle|ride|read music|play|sew|knit|touch|dive|surf|sail)) ?(.+)$/iu.exec(
      said,
    ) ?? /^(I am|I have|I can|I will|my .+? (?:is|are)) (?:not|never) (.+)$/iu.exec(said);
  if (negated === null) return { said, core: said, sense: 'holds' };
  const core = `${negated[1]} ${negated[2]}`;
  if (!anymore) return { said, core, sense: 'negated' };
  return {
    said: core.replace(/^I (am )?/iu, (m, am) => (am ? `${m}no longer ` : 'I no longer ')),
    core,
    sense: 'ended',
  };
}

function beforeNow(found: RegExpExecArray | null): string | undefined {
  return found === null ? undefined : `${found[1] === undefined ? '' : 'am '}${found[2]}`;
}

function stopped(found: RegExpExecArray | null): string | undefined {
  return found === null ? undefined : `${fromGerund(found[1] ?? '')}${found[2]}`;
}
