import { type ClauseSpan, clauseSpans, FORGOTTEN } from './clause-spans.ts';
import { contentRoots, isEveryday } from './everyday-words.ts';
import { lacksSpaces } from './fold.ts';
import { isIntroduction, NameEraser } from './forgotten-name.ts';
import { withoutMarks } from './privacy.ts';
import { type Forgotten, type Traces, tracesOf } from './traces.ts';
import { runsOf, Vocabulary } from './vocabulary.ts';

/**
 * Takes what was forgotten out of texts: a clause that speaks of it gives way to the mark
 * `[forgotten]`, of a name only its words, unless the clause only introduces or addresses somebody by it. Neighbouring marks become one, and a text of which
 * nothing else is left is the mark. What stays, stays byte for byte; what is erased once stays as
 * it is. Linear in the length of the text. See `tracesOf` for what gives the forgotten away.
 */
export class Eraser {
  readonly #vocabulary: Vocabulary;
  /** By the first root of each: all have to be found. */
  readonly #together: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** The same for everyday words: in one clause. */
  readonly #inClause: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** By the longest word of each. */
  readonly #phrases: ReadonlyMap<string, readonly string[]>;
  readonly #unspaced: readonly string[];
  readonly #signs: readonly string[];
  /** Sets of roots, each sorted and joined. */
  readonly #alone: ReadonlySet<string>;
  readonly #name: NameEraser | null;

  /** `remains` are the texts that stay in memory. */
  constructor(forgotten: Forgotten, remains: readonly string[]) {
    const { together, alone, phrases, signs }: Traces = tracesOf(forgotten, remains);
    this.#vocabulary = new Vocabulary(together.flat());
    const first = (all: readonly string[]) => all[0] ?? '';
    const isCommon = (all: readonly string[]) => all.every(isEveryday);
    this.#together = groupBy(
      together.filter((all) => !isCommon(all)),
      first,
    );
    this.#inClause = groupBy(together.filter(isCommon), first);
    const spaced = phrases.filter((phrase) => !phrase.some(lacksSpaces));
    this.#phrases = new Map(
      [...groupBy(spaced, longest)].map(([word, group]) => [word, group.map(padded)]),
    );
    this.#unspaced = phrases
      .filter((phrase) => phrase.some(lacksSpaces))
      .map((phrase) => phrase.join(' '));
    this.#signs = signs;
    this.#alone = new Set(alone.map(asSet));
    this.#name = forgotten.name === null ? null : new NameEraser(forgotten.name);
  }

  /** Whether there is something to erase in the text. */
  speaksOf(text: string): boolean {
    return this.erase(text) !== text;
  }

  /** Whether a clause of the text gives the forgotten away; the name alone does not count. */
  tellsOf(text: string): boolean {
    return this.#eraseClauses(text) !== text;
  }

  erase(text: string): string {
    return this.eraseName(this.#eraseClauses(text, (clause) => this.#onlyNames(clause)));
  }

  /** Only the words of the forgotten name. */
  eraseName(text: string): string {
    return this.#name?.erase(text) ?? text;
  }

  /** "My name is Ana" says nothing without the name, and is no more to be learned from. */
  #onlyNames(clause: string): boolean {
    const left = this.eraseName(clause);
    return left !== clause && isIntroduction(left);
  }

  #eraseClauses(text: string, also: (clause: string) => boolean = () => false): string {
    const spans = clauseSpans(text);
    const clauses = spans.map(({ start, end }) => withoutMarks(text.slice(start, end)));
    const gone = this.#tellingClauses(spans, clauses);
    for (const [index, clause] of clauses.entries()) {
      if (spans[index]?.isMark === false && also(clause)) gone.add(index);
    }
    if (gone.size === 0) return text;
    let out = '';
    let kept = 0;
    let isAfterMark = false;
    let isOnlyMarks = true;
    for (const [index, { start, end, isMark }] of spans.entries()) {
      const goes = gone.has(index) || isMark;
      if (!goes) isOnlyMarks = false;
      else {
        if (!isAfterMark) out += text.slice(kept, start) + FORGOTTEN;
        kept = end;
      }
      isAfterMark = goes;
    }
    return isOnlyMarks ? FORGOTTEN : out + text.slice(kept);
  }

  #tellingClauses(spans: readonly ClauseSpan[], clauses: readonly string[]): Set<number> {
    const gone = new Set<number>();
    const found = clauses.map((clause, index) =>
      spans[index]?.isMark === true ? new Set<string>() : this.#vocabulary.found(clause),
    );
    for (const sentence of groupBy([...spans.keys()], (at) =>
      String(spans[at]?.sentence),
    ).values()) {
      const words = new Set(sentence.flatMap((at) => [...(found[at] ?? [])]));
      const telling = tellingWords(words, this.#together);
      for (const at of sentence) {
        const here = found[at] ?? new Set<string>();
        if ([...here].some((word) => telling.has(word))) gone.add(at);
        if (tellingWords(here, this.#inClause).size > 0) gone.add(at);
        if (this.#saysOnly(clauses[at] ?? '')) gone.add(at);
        if (this.#signs.some((sign) => clauses[at]?.includes(sign))) gone.add(at);
      }
    }
    this.#addPhrases(spans, clauses, gone);
    return gone;
  }

  #saysOnly(clause: string): boolean {
    return this.#alone.size > 0 && this.#alone.has(asSet(contentRoots(clause)));
  }

  /** A phrase may go on over the borders of clauses, but not over a mark. */
  #addPhrases(spans: readonly ClauseSpan[], clauses: readonly string[], gone: Set<number>): void {
    if (this.#phrases.size === 0 && this.#unspaced.length === 0) return;
    const words = new Set<string>();
    const starts: number[] = [];
    let joined = ' ';
    for (const [index, clause] of clauses.entries()) {
      starts.push(joined.length);
      const runs = spans[index]?.isMark === true ? ['\0'] : runsOf(clause);
      for (const run of runs) words.add(run);
      if (runs.length > 0) joined += `${runs.join(' ')} `;
    }
    const phrases = [...words].flatMap((word) => this.#phrases.get(word) ?? []);
    for (const phrase of [...phrases, ...this.#unspaced]) {
      for (let at = joined.indexOf(phrase); at !== -1; at = joined.indexOf(phrase, at + 1)) {
        const inner = phrase.trim();
        const first = at + phrase.indexOf(inner);
        for (let index = clauseAt(starts, first); index < starts.length; index++) {
          if ((starts[index] ?? 0) >= first + inner.length) break;
          gone.add(index);
        }
      }
    }
  }
}

/** Of the words of a text those that, all of a group together, give the forgotten away. */
function tellingWords(
  words: ReadonlySet<string>,
  together: ReadonlyMap<string, readonly (readonly string[])[]>,
): Set<string> {
  const telling = new Set<string>();
  for (const word of words) {
    for (const all of together.get(word) ?? []) {
      if (all.every((other) => words.has(other))) for (const one of all) telling.add(one);
    }
  }
  return telling;
}

function asSet(roots: readonly string[]): string {
  return [...new Set(roots)].sort().join(' ');
}

/** The last clause that starts at or before the place. */
function clauseAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group === undefined) groups.set(keyOf(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}

function longest(phrase: readonly string[]): string {
  return phrase.reduce((a, b) => (b.length > a.length ? b : a), '');
}

function padded(phrase: readonly string[]): string {
  return ` ${phrase.join(' ')} `;
}
