import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTyped, Sanitiser, sanitise, sanitiseLine } from '../../../src/cli/output/sanitise.ts';

// Written apart from the implementation: what no output may hold, wherever it stands.
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}\p{Cs}]/u;

/** Text with more of what is dangerous than chance would give. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    fc.constantFrom(
      ...['\x1b', '[', ']', '\r', '\n', '\x07', '\x9b', '\u200d', '\u200c', '\ufe0f', '\ufe01'],
      ...['👨', '❤', '🏽', '\u202e', '\u200b', 'क', '्', 'ن', '漢', '\u{e0101}', '\u{e0061}', '1'],
    ),
    fc.constantFrom('\ud83d', '\ude00', '\r\n', '👨\u200d👩'),
  ),
  maxLength: 30,
});

function inPieces(text: string, cuts: readonly number[]): string {
  const sanitiser = new Sanitiser();
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
  places.sort((a, b) => a - b);
  const pieces = places
    .slice(1)
    .map((end, index) => sanitiser.push(text.slice(places[index], end)));
  return pieces.join('') + sanitiser.end();
}

describe('sanitising', () => {
  it('lets nothing through that a terminal acts on or that hides text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(sanitise(text)).not.toMatch(FORBIDDEN);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same however the text is cut', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(200)), (text, cuts) => {
        expect(inPieces(text, cuts)).toBe(sanitise(text));
        expect(
          inPieces(
            text,
            Array.from(text, (_, at) => at),
          ),
        ).toBe(sanitise(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing twice', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(sanitise(sanitise(text))).toBe(sanitise(text));
      }),
    );
  });

  it.each([
    'plain text,\n\twith tabs and lines',
    'Grüße, 你好, こんにちは, שלום, مرحبا, Ελληνικά',
    'می‌خواهم', // Persian with a ZWNJ
    'क्‍ष', // Devanagari with a ZWJ
    '👨‍👩‍👧‍👦 👩🏽‍💻 ❤️‍🔥 🏳️‍🌈 1️⃣ ☺︎', // joined, toned, keycap, text style
    '葛󠄀城', // an ideograph with a variant
    '🇩🇪 e\u0301 \ue0b0 \u{f0000}',
  ])('leaves %j as it is', (text) => {
    expect(sanitise(text)).toBe(text);
    expect(
      inPieces(
        text,
        Array.from(text, (_, at) => at),
      ),
    ).toBe(text);
  });

  it.each([
    ['\x1b[2J', '\\u{1b}[2J'],
    ['\x9b2J\x7f\x00', '\\u{9b}2J\\u{7f}\\u{0}'],
    ['a\r\nb\rc\r', 'a\nb\\u{d}c\\u{d}'],
    ['\u202eevil', '\\u{202e}evil'],
    ['a\u200db\u200cc\u200bd', 'a\\u{200d}b\\u{200c}c\\u{200b}d'],
    ['👨\u200d', '👨\\u{200d}'],
    ['👨\u200da', '👨\\u{200d}a'],
    ['🏴\u{e0067}', '🏴\\u{e0067}'],
    ['☺\ufe0f\ufe0f', '☺\ufe0f\\u{fe0f}'],
    ['a\u{e0101}', 'a\\u{e0101}'],
    ['\ud83d!', '\\u{d83d}!'],
    ['\ufffe\u{1ffff}', '\\u{fffe}\\u{1ffff}'],
  ])('shows %j as %j', (text, shown) => {
    expect(sanitise(text)).toBe(shown);
  });

  it.each([
    ['a link', '\x1b]8;;https://evil.example\x1b\\text\x1b]8;;\x07'],
    ['the clipboard', '\x1b]52;c;aGk=\x07'],
    ['the title', '\x1b]0;owned\x07\x1b]2;owned\x9c'],
    ['device control', '\x1bP$q"p\x1b\\\x90+q544e\x9c'],
    ['an application command', '\x1b_Gi=1;AAAA\x1b\\\x9fcmd\x9c'],
    ['a private message and a start of string', '\x1b^pm\x1b\\\x9epm\x9c\x1bXsos\x98sos'],
    ['C1 controls', Array.from({ length: 32 }, (_, at) => String.fromCharCode(0x80 + at)).join('')],
    ['C0 controls', Array.from({ length: 9 }, (_, at) => String.fromCharCode(at)).join('')],
    ['overwriting', 'safe\rrm -rf\x08\x08\x1b[1A\x1b[2K\x0b\x0c'],
    ['a reset, another character set, a question', '\x1bc\x1b(0\x1b[6n\x1b[c\x05\x0e'],
    ['bidi controls', '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'],
    ['what has no width', '\u00ad\u034f\u180e\u200b\u2060\u2063\u3164\ufeff\u115f\uffa0'],
    ['tag characters', 'a\u{e0001}\u{e0041}\u{e007f}'],
    ['other line ends', 'a\u0085b\u2028c\u2029d'],
    ['a run of variation selectors', 'a\ufe00\ufe01\u{e0100}\u{e01ef}'],
  ])('escapes %s, whole and unit by unit', (_, text) => {
    const escaped = Array.from(text, (character) =>
      /[ -~]/.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    ).join('');
    expect(sanitise(text)).toBe(escaped);
    expect(
      inPieces(
        text,
        Array.from(text, (_each, at) => at),
      ),
    ).toBe(escaped);
  });

  it('holds nothing back that can be told already', () => {
    const sanitiser = new Sanitiser();
    expect(sanitiser.push('abc')).toBe('abc');
    expect(sanitiser.push('\r')).toBe('');
    expect(sanitiser.push('d')).toBe('\\u{d}d');
    expect(sanitiser.push('👨\u200d')).toBe('👨');
    expect(sanitiser.push('👩')).toBe('\u200d👩');
    expect(sanitiser.end()).toBe('');
  });

  it('puts a text on one line', () => {
    expect(sanitiseLine(' a\n\n b\t\u0007c ')).toBe('a b \\u{7}c');
  });
});

describe('a text that is put into a line as if it was typed', () => {
  it('has nothing that a line editor obeys', () => {
    expect(asTyped('one\r\ntwo\u001b[A\u2028three\u202e\t')).toBe('one two [A three');
    fc.assert(
      fc.property(hostile, (text) => {
        expect(asTyped(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
