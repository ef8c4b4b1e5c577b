import { describe, expect, it } from 'vitest';
import { proposalLines, renderReview } from '../../../src/cli/output/proposal.ts';
import { WORDS } from '../../../src/cli/output/signs.ts';
import { aMemory, aProposal } from '../repl/scripted.ts';

describe('the review list', () => {
  it('numbers what waits, oldest first, with the reason, the words and the id', () => {
    const operation = { op: 'preference', key: 'tone', value: 'dry', quote: 'be dry' } as const;
    const review = [aProposal('p-1', 'Likes tea'), aProposal('p-2', 'tone: dry', operation)];
    expect(renderReview(aMemory({ review }), false)).toMatchInlineSnapshot(`
      "1  Likes tea
         why: you are asked before
         2026-03-01 from “I say: Likes tea”, turn t-1
         p-1
      2  tone: dry
         why: you are asked before
         2026-03-01 from “be dry”, turn t-1
         p-2"
    `);
  });

  it('has no glyphs in a reason where it is read aloud', () => {
    const reason = 'you said “I moved” on 2026-03-01';
    const review = [{ ...aProposal('p-1', 'Lives in Rome'), reason }];
    expect(renderReview(aMemory({ review }), false)).toContain(`why: ${reason}`);
    const spoken = renderReview(aMemory({ review }), false, WORDS);
    expect(spoken).toContain('why: you said "I moved" on 2026-03-01');
    expect(spoken).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('says when nothing waits', () => {
    expect(renderReview(aMemory(), false)).toBe('Nothing waits for your yes.');
  });

  it('says of the name, the summary and a note that they are that, and what a fact would replace', () => {
    const fact = {
      target: 'f-1',
      kind: 'semantic',
      tag: 'home',
      quote: '',
      answers: null,
    } as const;
    const rest = { happenedOn: null, expiresInDays: null };
    const retire = { op: 'retire', text: null, ...fact, ...rest } as const;
    const replace = { op: 'replace', text: 'Lives in Rome', ...fact, ...rest } as const;
    const firstLines = (
      [
        [{ op: 'name', value: 'Zoe', quote: '' }, 'Zoe'],
        [{ op: 'summary', value: 'S.', quote: '' }, 'S.'],
        [null, 'A turn could not be read'],
        [retire, 'No longer: Lives in Hamburg'],
        [replace, 'Lives in Rome'],
      ] as const
    ).map(([operation, text]) => proposalLines(aMemory(), aProposal('p-1', text, operation)));
    expect(firstLines.map(([line]) => line)).toEqual([
      'name: Zoe',
      'summary: S.',
      'note: A turn could not be read',
      'No longer: Lives in Hamburg',
      'Lives in Rome',
    ]);
    expect(firstLines[3]?.[1]).toBe('why: you are asked before');
    expect(firstLines[4]?.[1]).toBe('in place of: Lives in Hamburg');
  });

  it('quotes the message where the proposal has no words of its own, and not all of a long one', () => {
    const at = '2026-03-01T10:00:00.000Z';
    const said = (text: string) => [{ role: 'user', text, at, turn: 't-1' } as const];
    const note = aProposal('p-1', 'A note', null);
    const about = (text: string) =>
      proposalLines(aMemory({ recentMessages: said(text) }), note).at(-1);
    expect(about('I like tea')).toBe('2026-03-01 from “I like tea”, turn t-1');
    expect(about('x'.repeat(200))).toContain(`“${'x'.repeat(200)}”`);
    expect(about('x'.repeat(201))).toContain(`“${'x'.repeat(199)}…”`);
    expect(proposalLines(aMemory(), { ...note, turn: '' }).at(-1)).toBe('2026-03-01');
  });
});
