import { MAX_FACT } from './caps.ts';
import { type Reading, readingOf, type Token } from './consolidate-reading.ts';
import { isOnlySecret } from './only-secret.ts';
import { readsAsOrder } from './orders.ts';
import { sentences } from './sentences.ts';
import { stem } from './words.ts';

/**
 * The share of a fact's content words that must live on where it becomes part of another: the share
 * by which two texts count as the same elsewhere, see `duplicateOf`. Of a fact with up to four such
 * words each has to; names, numbers and the first word always have to.
 */
const KEPT = 0.8;

const MIXED =
  'one of them says that something is not so, was so or may be so, and another does not';

/** Words that carry content, and join others without giving them another meaning. */
const JOINTS: ReadonlySet<string> = new Set(
  'named called since until till before after during near between through genannt seit'
    .split(' ')
    .map(stem),
);

/** Why the text may not stand for all of the source texts, in words for the user; null if it may. */
export function problemOfMerged(text: string, sources: readonly string[]): string | null {
  const form = problemOfForm(text);
  if (form !== null) return form;
  const whole = readingOf(text);
  const parts = sources.map(readingOf);
  if (!parts.every((part) => part.stance === whole.stance)) return MIXED;
  if (addsTo(whole, parts)) return 'it says something that none of the facts says';
  for (const part of parts) {
    const loss = lossOf(whole, part, KEPT);
    if (loss !== null) return loss;
  }
  if (!isInOrder(whole, parts)) return 'it says of one what another fact says';
  return whole.isGuarded &&
    !isListed(whole, parts) &&
    !parts.every((part) => isReworded(whole, part))
    ? 'what is not so, or only under a condition, has to keep its words'
    : null;
}

/** Whether the text says already all that another one says, so that the other may go. */
export function covers(text: string, other: string): boolean {
  if (text.length > MAX_FACT || other.length > MAX_FACT) return false;
  const whole = readingOf(text);
  const part = readingOf(other);
  if (whole.stance !== part.stance || lossOf(whole, part, 1) !== null) return false;
  return !whole.isGuarded || isReworded(whole, part);
}

function problemOfForm(text: string): string | null {
  if (text === '') return 'it has no text';
  if (isOnlySecret(text)) return 'it held a secret, and what is left of it says nothing';
  if (text.length > MAX_FACT) return `it has more than ${MAX_FACT} characters`;
  if (sentences(text).length > 1) return 'it is more than one sentence';
  return readsAsOrder(text) ? 'it reads like an order to the assistant' : null;
}

/** Whether the whole has a word, a number or a direction that no part has. */
function addsTo(whole: Reading, parts: readonly Reading[]): boolean {
  const isNew = (list: (reading: Reading) => readonly string[]) => {
    const known = new Set(parts.flatMap(list));
    return list(whole).some((item) => !known.has(item));
  };
  if (isNew(({ content }) => content) || isNew(({ origins }) => origins)) return true;
  return !whole.counts.every((count) =>
    parts.some((part) =>
      part.counts.some(
        ({ number, before, after }) =>
          number === count.number &&
          (part.content.length === 1 ||
            (after !== null && after === count.after) ||
            (before !== null && before === count.before)),
      ),
    ),
  );
}

/** What the whole lacks of a part, in words; null if it lacks nothing that counts. */
function lossOf(whole: Reading, part: Reading, share: number): string | null {
  const stems = new Set(whole.stems);
  if (!part.names.every((name) => stems.has(name))) return 'a name would be lost';
  if (!part.counts.every((count) => keepsCount(whole, part, count))) {
    return 'a number would be lost, or stand for something else';
  }
  const lost = 'too much of what a fact says would be lost';
  if (part.opening !== null && !stems.has(part.opening)) return lost;
  if (part.content.length === 0) return whole.folded === part.folded ? null : lost;
  const kept = commonLength(part.content, whole.content);
  if (kept < share * part.content.length) return lost;
  if (!part.origins.every((origin) => whole.origins.includes(origin))) return lost;
  const turned = 'a word would get another meaning';
  return beginningOf(whole, part) === -1 || !keepsNeighbours(whole, part) ? turned : null;
}

function keepsCount(
  whole: Reading,
  part: Reading,
  { number, before, after }: Reading['counts'][number],
): boolean {
  return whole.counts.some((count) => {
    if (count.number !== number) return false;
    if (after !== null) return count.after === after;
    return before === null ? part.content.length === 1 : count.before === before;
  });
}

/** The length of the longest sequence that both have, gaps allowed. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      const longer = word === other ? (row[index] ?? 0) + 1 : 0;
      next.push(Math.max(longer, row[index + 1] ?? 0, next[index] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * The place in the whole where a part begins: before its first word no piece of the list may have
 * words of others, but for numbers and the verbs that nearly any fact has. Otherwise "Works as a nurse" would
 * count as said by "Sister Ana works as a nurse". −1 where it begins nowhere.
 */
function beginningOf(whole: Reading, part: Reading): number {
  const first = part.content.find((word) => whole.content.includes(word));
  const own = new Set(part.content);
  return whole.tokens.findIndex(
    (token, place) =>
      token.stem === first &&
      whole.tokens
        .slice(0, place)
        .every(
          (before) =>
            before.piece !== token.piece ||
            !before.isContent ||
            before.isCommon ||
            /^\d/.test(before.stem) ||
            own.has(before.stem),
        ),
  );
}

/**
 * Facts about the user mostly leave their subject out. Behind one that names another subject they
 * would be said of that: "Sister Ana lives in Rome and works as a nurse".
 */
function isInOrder(whole: Reading, parts: readonly Reading[]): boolean {
  const places = (of: readonly Reading[]) => of.map((part) => beginningOf(whole, part));
  const named = places(parts.filter(({ opensWithVerb }) => !opensWithVerb));
  const bare = places(parts.filter(({ opensWithVerb }) => opensWithVerb));
  return bare.every((place) => named.every((other) => place <= other));
}

/**
 * Whether the words of the part stand free of foreign ones: "films" of "Likes films" is another
 * thing in "Likes horror films". Its first word leads a list, and what is counted or named stays.
 */
function keepsNeighbours(whole: Reading, part: Reading): boolean {
  const own = new Set(part.content);
  const isForeign = (token: Token | undefined, beside: Token) =>
    token?.piece === beside.piece &&
    token.isContent &&
    !own.has(token.stem) &&
    !/^\d/.test(token.stem) &&
    !JOINTS.has(token.stem);
  return part.tokens
    .slice(part.tokens.findIndex(({ isContent }) => isContent) + 1)
    .every(
      ({ stem, isContent, isCommon }) =>
        !isContent ||
        isCommon ||
        !whole.tokens.some((token) => token.stem === stem) ||
        whole.tokens.some(
          (token, place) =>
            token.stem === stem &&
            !isForeign(whole.tokens[place - 1], token) &&
            !isForeign(whole.tokens[place + 1], token),
        ),
    );
}

/** Whether both have the same content words in the same order. */
function isReworded(whole: Reading, part: Reading): boolean {
  return whole.content.join(' ') === part.content.join(' ');
}

/**
 * Whether the whole is a list of the parts, word for word; a part may leave out what it begins with
 * where the one before it begins so too: "Allergic to peanuts and shellfish".
 */
function isListed(whole: Reading, parts: readonly Reading[]): boolean {
  const left = new Set(parts);
  let previous = '';
  for (let at = 0; at < whole.pieces.length; ) {
    const next = [...left].find(({ pieces }) =>
      pieces.every((piece, index) => {
        const said = whole.pieces[at + index];
        return said === piece || (index === 0 && at > 0 && isShortened(said, piece, previous));
      }),
    );
    if (next === undefined) return false;
    left.delete(next);
    previous = next.pieces[0] ?? '';
    at += Math.max(1, next.pieces.length);
  }
  return left.size === 0;
}

function isShortened(said: string | undefined, piece: string, previous: string): boolean {
  if (said === undefined || !piece.endsWith(` ${said}`)) return false;
  return previous.startsWith(piece.slice(0, piece.length - said.length));
}
