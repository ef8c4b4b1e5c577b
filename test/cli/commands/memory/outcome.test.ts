import { describe, expect, it } from 'vitest';
import { outcomeReport, passReport } from '../../../../src/cli/commands/memory/outcome.ts';
import { GLYPHS } from '../../../../src/cli/output/signs.ts';
import { noChanges } from '../../../../src/memory/changes.ts';
import { owned } from '../../repl/owned.ts';

const USAGE = { requests: 1, input: 300, output: 12, cacheRead: 0, cacheWrite: 0 };
const look = { signs: GLYPHS };
const REFUSED = [{ text: 'Likes jazz and rain', reason: 'they are not about the same thing' }];

describe('what came of a change', () => {
  it('is a line for each, with the ways on', async () => {
    const { own } = await owned();
    const changes = {
      ...noChanges(),
      added: [{ id: 'f-2', text: 'Likes tea' }],
      proposed: [{ id: 'p-1', text: 'Likes jazz' }],
      refused: REFUSED,
    };
    const flags = { user: "o'hara", sessions: '/tmp/my store' };
    const { text, json } = outcomeReport({ revision: 3, changes }, { own, flags, look }, 'nothing');
    expect(text).toMatchInlineSnapshot(`
      "+ Likes tea
      ? Likes jazz (for your yes)
      ✗ Likes jazz and rain (they are not about the same thing)
      To decide: memchat memory review -u 'o'\\''hara' --sessions '/tmp/my store'
      To take it back: memchat memory undo 3 -u 'o'\\''hara' --sessions '/tmp/my store'"
    `);
    expect(json).toEqual({ user: 'alice', revision: 3, changes });
  });

  it('is said to be nothing when it is, and only then', async () => {
    const { own } = await owned();
    const context = { own, flags: {}, look };
    expect(outcomeReport({ revision: null, changes: noChanges() }, context, 'nothing').text).toBe(
      'nothing',
    );
    const refused = { revision: null, changes: { ...noChanges(), refused: REFUSED } };
    expect(outcomeReport(refused, context, 'nothing').text).toBe(
      '✗ Likes jazz and rain (they are not about the same thing)',
    );
    expect(outcomeReport({ revision: 1, changes: noChanges() }, context, 'nothing').text).toBe(
      'To take it back: memchat memory undo 1',
    );
  });
});

describe('what came of a pass', () => {
  it('tells the cost, and counts what was not done, which --debug explains', async () => {
    const { own } = await owned();
    const changes = { ...noChanges(), refused: REFUSED };
    const outcome = { revision: null, changes, usage: USAGE, costUsd: 0.0004 };
    expect(passReport(outcome, { own, flags: {}, look }, 'It is tidy.')).toEqual({
      text: 'It is tidy.\n1 not done; --debug says why.\n312 tokens · $0.0004',
      json: { user: 'alice', ...outcome },
    });
    expect(passReport(outcome, { own, flags: { debug: true }, look }, 'It is tidy.').text).toBe(
      '✗ Likes jazz and rain (they are not about the same thing)\n312 tokens · $0.0004',
    );
    const free = { ...outcome, changes: noChanges(), costUsd: 0 };
    expect(passReport(free, { own, flags: {}, look }, 'It is tidy.').text).toBe('It is tidy.');
  });
});
