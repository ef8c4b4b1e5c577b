import { FORGOTTEN } from './clause-spans.ts';
import { contentRoots, root, withoutAccents } from './everyday-words.ts';
import { lacksSpaces } from './fold.ts';
import { STOP_WORDS } from './stop-words.ts';

// Names that are common words as well: only with a capital are they the name.
const WORDS_TOO = new Set(
  (
    'may will mark bill rob art grace hope faith joy rose june april august jack frank pat sue drew ' +
    'dawn ray gene rich guy miles chase hunter sky summer autumn ivy lily daisy violet jade amber ' +
    'pearl ruby iris olive wolf ernst'
  ).split(' '),
);

// Before these, even without one.
const INTRODUCES = new Set(
  "is am i'm im me called named name's ich bin heisse ist m'appelle suis llamo soy chiamo sono".split(
    ' ',
  ),
);

// A word, and marks as a whole, so that none is taken for a name.
const TOKEN =
  /\[forgotten\]|\[redacted: [A-Za-z ]{1,40}\]|[\p{L}\p{N}][\p{L}\p{M}\p{N}\u00AD\u200B-\u200D]*(?:['’]\p{L}+)?/gu;

// What is said with a name when it is told or called. Roots.
const BESIDE_NAME = new Set(
  (
    'name call hello hi hey dear welcome thank nice good great meet morning afternoon evening night ' +
    'morgen abend hallo danke freut heiss llam gracias hola bonjour salut merci'
  )
    .split(' ')
    .map(root),
);

/** Whether the text only introduces or addresses somebody: it says nothing without the name. */
export function isIntroduction(text: string): boolean {
  return contentRoots(text.replaceAll(FORGOTTEN, ' ')).every((word) => BESIDE_NAME.has(word));
}

/** Replaces the words of a name by the mark. */
export class NameEraser {
  readonly #parts: ReadonlySet<string>;
  /** Of "Ana de la Cruz" the words that stand in any text: taken only beside the others. */
  readonly #particles: ReadonlySet<string>;
  readonly #unspaced: readonly string[];

  constructor(name: string) {
    const forms = (name.match(TOKEN) ?? []).map(formOf);
    const parts = forms.filter((form) => !STOP_WORDS.has(form) && [...form].length > 1);
    this.#parts = new Set(parts.length > 0 ? parts : forms);
    this.#particles = new Set(forms.filter((form) => !this.#parts.has(form)));
    const written = name.split(/\s+/u).filter((part) => [...part].length > 1);
    this.#unspaced = lacksSpaces(name) ? [name, name.replace(/\s+/gu, ''), ...written] : [];
  }

  /** The text with the mark for each word of the name, whole words and possessives. Linear. */
  erase(text: string): string {
    if (this.#unspaced.length > 0) return this.#eraseUnspaced(text);
    const tokens: Token[] = [];
    for (const match of text.matchAll(TOKEN)) {
      tokens.push(this.#tokenOf(match, tokens.at(-1)?.form ?? ''));
    }
    for (const list of [tokens, tokens.toReversed()]) {
      let name: Token | null = null;
      for (const token of list) {
        const isBeside: boolean = name !== null && areNeighbours(text, name, token);
        token.isName ||= isBeside && this.#particles.has(token.form);
        name = token.isName ? token : null;
      }
    }
    let out = '';
    let kept = 0;
    let last: Token | null = null;
    for (const token of tokens.filter(({ isName }) => isName)) {
      // First and last name are one mark.
      const isNext = last !== null && areNeighbours(text, last, token);
      if (!isNext) out += text.slice(kept, token.start) + FORGOTTEN;
      kept = token.end;
      last = token;
    }
    return out + text.slice(kept);
  }

  #tokenOf(match: RegExpExecArray, before: string): Token {
    const [word] = match;
    const bare = word.replace(/['’]s?$/u, '');
    const form = formOf(word);
    const start = match.index;
    const isName = !word.startsWith('[') && this.#isPart(form, word, before);
    return { start, end: start + bare.length, form, isName };
  }

  #isPart(form: string, word: string, before: string): boolean {
    const genitive = form.length >= 4 && form.endsWith('s') ? form.slice(0, -1) : form;
    const part = [form, genitive].find((candidate) => this.#parts.has(candidate));
    if (part === undefined) return false;
    const isWordToo = STOP_WORDS.has(part) || WORDS_TOO.has(part);
    return !isWordToo || /^\p{Lu}/u.test(word) || INTRODUCES.has(before);
  }

  #eraseUnspaced(text: string): string {
    return this.#unspaced.reduce((rest, part) => rest.replaceAll(part, FORGOTTEN), text);
  }
}

interface Token {
  start: number;
  end: number;
  form: string;
  isName: boolean;
}

function areNeighbours(text: string, one: Token, other: Token): boolean {
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  return second.start - first.end <= 3 && /^[\s.-]*$/u.test(text.slice(first.end, second.start));
}

function formOf(word: string): string {
  return withoutAccents(word).replace(/'s?$/u, '');
}
