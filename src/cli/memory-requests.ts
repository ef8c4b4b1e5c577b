import { MemchatError } from '../errors.ts';
import type { ForgetWhat, ReviewRequest } from './invocation.ts';
import { quoted } from './option-values.ts';
import { nearest } from './repl/nearest.ts';

/** How `memory forget` says what it means beside words. */
export interface ForgetOptions {
  query?: string;
  preference?: string;
  name?: boolean;
  all?: boolean;
}

export interface ReviewOptions {
  all?: boolean;
  text?: string;
}

/** @throws MemchatError `usage` unless exactly one thing is named. */
export function forgetWhat(words: readonly string[], options: ForgetOptions): ForgetWhat {
  const { query, preference, name, all } = options;
  const named: ForgetWhat[] = [];
  const text = words.join(' ').trim();
  if (text !== '') named.push({ kind: 'words', words: text });
  if (query !== undefined) named.push({ kind: 'query', query });
  if (preference !== undefined) named.push({ kind: 'preference', key: preference });
  if (name === true) named.push({ kind: 'name' });
  if (all === true) named.push({ kind: 'all' });
  const [what] = named;
  if (what !== undefined && named.length === 1) return what;
  throw new MemchatError(
    `${what === undefined ? 'memory forget takes what is to be forgotten' : 'memory forget takes one thing at a time'}: the id of a fact, the key of a preference, words, or one of --query, --preference, --name, --all.`,
    'usage',
  );
}

const VERBS = ['list', 'approve', 'decline'] as const;

/** @throws MemchatError `usage` for another verb, or one that does not say which. */
export function reviewRequest(
  verb: string | undefined,
  which: string[],
  { all = false, text }: ReviewOptions,
): ReviewRequest {
  if (verb === undefined || verb === 'list') {
    if (all || text !== undefined || which.length > 0) throw usage('list takes nothing with it');
    return { kind: verb ?? 'default' };
  }
  if (verb !== 'approve' && verb !== 'decline') throw unknownVerb(verb);
  if (all === which.length > 0) throw usage(`${verb} takes ids, or --all`);
  if (text === undefined) return { kind: verb, which: all ? 'all' : which };
  if (verb === 'approve' && which.length === 1) return { kind: verb, which, text };
  throw usage('--text goes with approve and one id');
}

function usage(problem: string): MemchatError {
  return new MemchatError(
    `memory review: ${problem}. As in: memchat memory review approve 1 2\nSee memchat memory review --help.`,
    'usage',
  );
}

function unknownVerb(verb: string): MemchatError {
  const near = nearest(verb, VERBS);
  const hint = near === null ? 'There are list, approve and decline.' : `Did you mean ${near}?`;
  return new MemchatError(`unknown command ${quoted(`memory review ${verb}`)}. ${hint}`, 'usage');
}
