import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, renderReceipt } from '../../../src/cli/output/receipt.ts';
import { WORDS } from '../../../src/cli/output/signs.ts';
import type { Changes } from '../../../src/memory/changes.ts';
import { aReceipt } from '../repl/scripted.ts';

const WIDE = { colour: false, columns: 120 };

function receipt(changes: Partial<Changes>, problem?: string) {
  const empty = aReceipt([], problem);
  return { ...empty, changes: { ...empty.changes, ...changes } };
}

function entries(...texts: string[]) {
  return texts.map((text, index) => ({ id: `f-${index}`, text }));
}

describe('a receipt in words', () => {
  const SPOKEN = { ...WIDE, signs: WORDS };
  const changes = {
    added: entries('Lives in Hamburg', 'Has a cat'),
    replaced: entries('Works at ACME'),
    retired: entries('Lives in Berlin'),
    confirmed: entries('Is 40'),
    proposed: entries('Likes tea'),
  };

  it('names what was done, on one line or a line each', () => {
    expect(renderReceipt(receipt(changes), { ...SPOKEN, columns: 200 })).toMatchInlineSnapshot(
      `"remembered: 2 added: Lives in Hamburg; Has a cat, 1 changed: Works at ACME, 1 no longer: Lives in Berlin, 1 known already: Is 40, 1 for your yes: Likes tea, 312 tokens, $0.0004"`,
    );
    expect(renderReceipt(receipt(changes), { ...SPOKEN, columns: 30 })).toMatchInlineSnapshot(`
      "remembered: 312 tokens, $0.0004
        added: Lives in Hamburg
        added: Has a cat
        changed: Works at ACME
        no longer: Lives in Berlin
        known already: Is 40
        for your yes: Likes tea"
    `);
  });
});

describe('a receipt', () => {
  it('names each write on one line', () => {
    const changes = {
      added: entries('Lives in Hamburg', 'Has a cat'),
      replaced: entries('Works at ACME'),
      retired: entries('Lives in Berlin'),
      confirmed: entries('Is 40'),
    };
    expect(renderReceipt(receipt(changes), WIDE)).toMatchInlineSnapshot(
      `"remembered: +2 Lives in Hamburg; Has a cat · ~1 Works at ACME · −1 Lives in Berlin · ✓1 Is 40 · 312 tokens · $0.0004"`,
    );
  });

  it('takes a line for each write where one line is too narrow', () => {
    const changes = {
      added: entries('Lives in Hamburg, in an old house at the harbour', 'Has a cat'),
      retired: entries('Lives in Berlin'),
      refused: [{ text: 'x', reason: 'y' }],
    };
    expect(renderReceipt(receipt(changes), { ...WIDE, columns: 40 })).toMatchInlineSnapshot(`
      "remembered: 1 not kept · 312 tokens · $0.0004
        + Lives in Hamburg, in an old house a…
        + Has a cat
        − Lives in Berlin"
    `);
  });

  it('says what waits for a yes, beside the writes or alone, on one line or a line each', () => {
    const one = { added: entries('Is 40'), proposed: entries('Likes tea') };
    expect(renderReceipt(receipt(one), WIDE)).toMatchInlineSnapshot(
      `"remembered: +1 Is 40 · ?1 waits for your yes: Likes tea · 312 tokens · $0.0004"`,
    );
    const two = receipt({ proposed: entries('Likes tea', 'Has a cat') });
    expect(renderReceipt(two, WIDE)).toContain('remembered: ?2 wait for your yes: Likes tea; Has');
    expect(renderReceipt(two, { ...WIDE, columns: 50 })).toMatchInlineSnapshot(`
      "remembered: 312 tokens · $0.0004
        ? Likes tea (waits for your yes)
        ? Has a cat (waits for your yes)"
    `);
  });

  it('ends its first line with what can be done about it', () => {
    const hints = ['/undo', '/review'];
    expect(renderReceipt(aReceipt(['Is 40']), { ...WIDE, hints })).toBe(
      'remembered: +1 Is 40 · 312 tokens · $0.0004 · /undo · /review',
    );
    const narrow = renderReceipt(aReceipt(['Is 40']), { ...WIDE, columns: 30, hints });
    expect(narrow.split('\n')[0]).toBe('remembered: 312 tokens · $0.0004 · /undo · /review');
  });

  it.each([
    ['preferences', 'learned how you like your answers: +1 a', 'preferences not inferred yet: no.'],
    ['consolidation', 'tidied up: +1 a', 'not tidied up yet: no.'],
  ] as const)('of the pass over %s says what that did, or did not', (pass, done, failed) => {
    const free = { costUsd: 0, pass };
    expect(renderReceipt({ ...aReceipt(['a']), ...free }, WIDE)).toBe(done);
    expect(renderReceipt({ ...aReceipt([], 'no.'), ...free }, WIDE)).toBe(failed);
  });

  it('is empty when there is nothing to tell', () => {
    expect(renderReceipt(receipt({}), WIDE)).toBe('');
  });

  it('counts what was not kept', () => {
    const refused = [{ text: 'x', reason: 'no quote' }];
    expect(renderReceipt(receipt({ refused }), WIDE)).toBe(
      'remembered: nothing · 1 not kept · 312 tokens · $0.0004',
    );
  });

  it('says why something was not kept when it is asked to', () => {
    const refused = [{ text: 'Is a pirate', reason: 'you did not say that' }];
    expect(renderReceipt(receipt({ refused }), { ...WIDE, reasons: true })).toContain(
      '\n  not kept: Is a pirate (you did not say that)',
    );
  });

  it('says of the name and the summary that they are that', () => {
    const added = [
      { id: 'name', text: 'Alice' },
      { id: 'summary', text: 'Alice is a nurse.' },
    ];
    expect(renderReceipt(receipt({ added }), WIDE)).toContain(
      '+2 name: Alice; summary: Alice is a nurse.',
    );
  });

  it('leaves out the cost of what costs nothing', () => {
    const free = { ...receipt({ added: entries('a') }), costUsd: 0 };
    expect(renderReceipt(free, WIDE)).toBe('remembered: +1 a');
  });

  it('says what went wrong', () => {
    expect(renderReceipt(receipt({}, 'The API is \x1b[2Joverloaded.'), WIDE)).toBe(
      'not remembered yet: The API is \\u{1b}[2Joverloaded.',
    );
  });

  it('tells a reason once', () => {
    const failed = receipt({}, 'The network is down.');
    expect(renderReceipt(failed, { ...WIDE, told: 'The network is down.' })).toBe(
      'not remembered yet, for the same reason',
    );
    expect(renderReceipt(failed, { ...WIDE, told: 'The key was refused.' })).toBe(
      'not remembered yet: The network is down.',
    );
  });

  it('leaves out figures that nobody knows', () => {
    const free = { ...aReceipt(['a']), costUsd: null };
    const usage = { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    expect(renderReceipt({ ...free, usage }, WIDE)).toBe('remembered: +1 a');
  });

  it('is dim with colour', () => {
    expect(renderReceipt(aReceipt(['a']), { ...WIDE, colour: true })).toMatch(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the code for dim
      /^\x1b\[2mremembered: .*\x1b\[22m$/,
    );
  });

  it('shows the begin of every write, whatever the texts and the width', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.integer({ min: 1, max: 200 }),
        (texts, columns) => {
          const marked = texts.map((each, index) => `w${index} ${each}`);
          const shown = renderReceipt(aReceipt(marked), { colour: false, columns });
          for (const index of texts.keys()) expect(shown).toContain(`w${index}`);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
          expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        },
      ),
    );
  });
});

describe('money', () => {
  it.each([
    [0, '$0'],
    [0.00001, '<$0.0001'],
    [0.0001, '$0.0001'],
    [0.01234, '$0.0123'],
    [1.5, '$1.50'],
  ])('%d is %s', (cost, text) => {
    expect(money(cost)).toBe(text);
  });
});
