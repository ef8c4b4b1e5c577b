import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, type Input, PasteParser } from '../../../src/cli/repl/paste.ts';

const START = '\x1b[200~';
const END = '\x1b[201~';

function parse(chunks: readonly Buffer[], limit = 1000): Input[] {
  const parser = new PasteParser(limit);
  const inputs = [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.flush()];
  return joined(inputs);
}

/** Keys in a row as one input: how they are cut says nothing. */
function joined(inputs: readonly Input[]): Input[] {
  const all: Input[] = [];
  for (const input of inputs) {
    const last = all.at(-1);
    if (input.type === 'keys' && last?.type === 'keys') last.text += input.text;
    else all.push({ ...input });
  }
  return all;
}

describe('the paste parser', () => {
  it('tells keys from pastes wherever the bytes are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\x1b', '[', '2', '\n', '~') });
    fc.assert(
      fc.property(text, text, text, fc.array(fc.nat(80)), (before, pasted, after, cuts) => {
        const bytes = Buffer.from(`${before}${START}${pasted}x${END}${after}`);
        const places = [0, ...cuts.filter((cut) => cut < bytes.length), bytes.length];
        places.sort((a, b) => a - b);
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(parse(chunks)).toEqual(parse([bytes]));
        expect(parse([bytes]).filter(({ type }) => type === 'paste')).toEqual([
          { type: 'paste', text: `${pasted}x` },
        ]);
      }),
    );
  });

  it('makes line breaks of any kind one kind', () => {
    expect(parse([Buffer.from(`${START}a\rb\r\nc\nd${END}`)])).toEqual([
      { type: 'paste', text: 'a\nb\nc\nd' },
    ]);
  });

  it('keeps no more of a paste than tells that it is too long', () => {
    const paste = Buffer.from(`${START}${'x'.repeat(5000)}${END}y`);
    expect(parse([paste], 10)).toEqual([
      { type: 'paste', text: 'x'.repeat(11) },
      { type: 'keys', text: 'y' },
    ]);
  });

  it('takes an end mark within a paste for a part of it', () => {
    const sly = `${START}one${END}\r/forget all\r${END}x${START}two${END}`;
    expect(parse([Buffer.from(sly)])).toEqual([
      { type: 'paste', text: `one${END}\n/forget all\n` },
      { type: 'keys', text: 'x' },
      { type: 'paste', text: 'two' },
    ]);
  });

  it('ends a paste without an end at a lone Ctrl-C', () => {
    expect(parse([Buffer.from(`${START}abc`), Buffer.from('\x03')])).toEqual([
      { type: 'paste', text: 'abc' },
      { type: 'keys', text: '\x03' },
    ]);
  });
});

describe('folding a paste', () => {
  it.each([
    ['one\ntwo\n', 'one\ntwo\n', '[pasted 2 lines]'],
    ['word\n', 'word', null],
    ['two words', 'two words', null],
    ['a\x1b[2Jb', 'a\x1b[2Jb', '[pasted 6 characters]'],
    ['a\u2028b', 'a\u2028b', '[pasted 3 characters]'],
  ])('%j', (pasted, text, label) => {
    expect(fold(pasted)).toEqual({ text, label });
  });

  it('folds one long line', () => {
    expect(fold('x'.repeat(400)).label).toBeNull();
    expect(fold('x'.repeat(401)).label).toBe('[pasted 401 characters]');
  });
});
