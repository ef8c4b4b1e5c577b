/** A key as it is bound: `a`, `left`, `enter`, with `ctrl+`, `alt+`, `shift+` before it, in this order. */
export interface Key {
  /** `text` for a character that stands for itself; `unknown` for a sequence that no key here has. */
  name: string;
  /** The character; empty for all but `text`. */
  text: string;
}

const ESCAPE = '\x1b';

const FINALS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
};

const NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};

const CODES: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
};

/**
 * The first key in what a terminal sent, and how many characters it takes; null when the text may be
 * the begin of a longer sequence. `isWhole`: no more is coming, so that an escape is the key.
 */
export function firstKey(text: string, isWhole: boolean): { key: Key; length: number } | null {
  const [character = ''] = text;
  if (character !== ESCAPE) return { key: plainKey(character), length: character.length };
  const rest = text.slice(1);
  const [, parameters = '', final] = /^\[([0-9;?<=>]*)[ -/]*([@-~])/.exec(rest) ?? [];
  if (final !== undefined) {
    const length = 1 + rest.indexOf(final, 1 + parameters.length) + 1;
    return { key: sequenceKey(parameters, final), length };
  }
  const [, modifier = '', letter] = /^O([0-9;]*)([A-Za-z])/.exec(rest) ?? [];
  if (letter !== undefined) {
    return { key: sequenceKey(`1;${modifier}`, letter), length: 3 + modifier.length };
  }
  if (/^(?:\[[0-9;?<=>]*[ -/]*|O[0-9;]*)?$/.test(rest) && !isWhole) return null;
  const [behind] = rest;
  if (behind === undefined || behind === ESCAPE) return { key: key('escape'), length: 1 };
  const { name, text: letters } = plainKey(behind);
  return {
    key: key(`alt+${name === 'text' ? letters.toLowerCase() : name}`),
    length: 1 + behind.length,
  };
}

function key(name: string): Key {
  return { name, text: '' };
}

function plainKey(character: string): Key {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 32 && code !== 127 && !(code >= 128 && code < 160)) {
    return { name: 'text', text: character };
  }
  const named = CODES[code];
  if (named !== undefined) return key(named);
  // Ctrl takes 64 from the letter.
  return key(code < 32 ? `ctrl+${String.fromCharCode(code + 64).toLowerCase()}` : 'unknown');
}

/** `ESC [ 1 ; 5 C` is Ctrl-Right: the second number is the modifiers and one. */
function sequenceKey(parameters: string, final: string): Key {
  const [first = '', second = '', third = ''] = parameters.split(';');
  if (final === 'Z') return key('shift+tab');
  // xterm's `27 ; modifiers ; code ~`, and `code ; modifiers u` of the newer protocols.
  if (final === '~' && first === '27') return modified(codeName(third), second);
  if (final === 'u') return modified(codeName(first), second);
  return modified((final === '~' ? NUMBERS[first] : FINALS[final]) ?? null, second);
}

function codeName(digits: string): string | null {
  const code = Number(digits);
  if (!Number.isInteger(code) || code <= 0 || code > 0x10ffff) return null;
  return CODES[code] ?? (code < 32 ? null : String.fromCodePoint(code).toLowerCase());
}

function modified(base: string | null, modifiers: string): Key {
  if (base === null) return key('unknown');
  const bits = Math.max(Number.parseInt(modifiers, 10) - 1 || 0, 0);
  const held = [bits & 4 ? 'ctrl+' : '', bits & 2 ? 'alt+' : '', bits & 1 ? 'shift+' : ''].join('');
  if (held === '' && Array.from(base).length === 1) return { name: 'text', text: base };
  return key(held + base);
}
