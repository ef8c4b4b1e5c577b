import { describe, expect, it } from 'vitest';
import { renderReviewed, reviewOneByOne } from '../../src/cli/reviewing.ts';
import { owned, Person } from './repl/owned.ts';
import { aProposal } from './repl/scripted.ts';

const THREE = ['Likes tea', 'Likes jazz', 'Likes rain'].map((text, index) =>
  aProposal(`p-${index + 1}`, text),
);

async function review(proposals: typeof THREE, ...answers: (string | null)[]) {
  const { own, world } = await owned({ review: proposals, keyFacts: [] });
  const person = new Person(...answers);
  const reviewed = await reviewOneByOne(own, person, false);
  const { keyFacts, review: left, revision } = await own.read();
  return {
    own,
    world,
    person,
    reviewed,
    revision,
    kept: keyFacts.map(({ text }) => text),
    left: left.map(({ id }) => id),
  };
}

describe('going through what waits', () => {
  it('writes each yes, drops each no, leaves what is skipped', async () => {
    const { kept, left, reviewed } = await review(THREE, 'y', 'n', 's');
    expect(kept).toEqual(['Likes tea']);
    expect(left).toEqual(['p-3']);
    expect(reviewed).toEqual({ approved: 1, declined: 1, left: 1 });
  });

  it('shows what it is about: the text, why it waits, and the words it comes from', async () => {
    const { person } = await review(THREE.slice(0, 1), 'y');
    expect(person.text).toMatchInlineSnapshot(`
      "1/1  Likes tea
           why: you are asked before
           2026-03-01 from “I say: Likes tea”, turn t-1
           + Likes tea"
    `);
  });

  it('takes whole words, in any case, and asks again for anything else', async () => {
    const { kept, left, person } = await review(THREE, 'what?', '', ' YES ', 'No', 'skip');
    expect(kept).toEqual(['Likes tea']);
    expect(left).toEqual(['p-3']);
    expect(person.asked).toHaveLength(5);
  });

  it.each(['q', 'quit', null])('stops at %j and keeps what was decided', async (answer) => {
    const { kept, left, reviewed } = await review(THREE, 'y', answer, 'y');
    expect(kept).toEqual(['Likes tea']);
    expect(left).toEqual(['p-2', 'p-3']);
    expect(reviewed).toEqual({ approved: 1, declined: 0, left: 2 });
  });

  it('writes it in the words that the person makes of it', async () => {
    const { kept, person } = await review(THREE.slice(0, 1), 'e', ' Loves green tea ');
    expect(person.asked[1]).toEqual({ question: 'In your words: ', initial: 'Likes tea' });
    expect(kept).toEqual(['Loves green tea']);
  });

  it('puts a text of several lines into the line as one, so that none of them answers', async () => {
    const pasted = aProposal('p-1', 'Wants \u001b[31mred\u001b[0m\ny\ny\nrest');
    const { person } = await review([pasted, ...THREE.slice(1)], 'e', null, 'q');
    expect(person.asked[1]?.initial).toBe('Wants [31mred [0m y y rest');
  });

  it.each(['', null])('asks again when the edit comes to nothing: %j', async (edited) => {
    const { kept, left } = await review(THREE.slice(0, 1), 'e', edited, 'n');
    expect([kept, left]).toEqual([[], []]);
  });

  it('says what cannot be remembered, leaves it, and goes on', async () => {
    const { kept, left, person } = await review(THREE.slice(0, 2), 'e', 'x'.repeat(301), 'y');
    expect(person.text).toContain('300 characters');
    expect([kept, left]).toEqual([['Likes jazz'], ['p-1']]);
  });

  it('lets a note become a fact in other words, and nothing by a mere yes', async () => {
    const note = aProposal('p-1', 'A turn could not be read', null);
    const { kept, left, person } = await review([note], 'y', 'e', 'Likes tea');
    expect(person.text).toMatch(/^1\/1 {2}note: A turn could not be read\n/);
    expect(person.asked[0]?.question).not.toContain('[y]es');
    expect([kept, left]).toEqual([['Likes tea'], []]);
  });

  it('goes on when somebody else decided meanwhile', async () => {
    const { own } = await owned({ review: THREE, keyFacts: [] });
    const person = new Person();
    person.ask = async () => {
      const { review: waiting } = await own.read();
      if (waiting.length === 3) await own.decide([{ proposal: 'p-1', verdict: 'decline' }]);
      return 'y';
    };
    await reviewOneByOne(own, person, false);
    expect(person.text).toContain('No proposal p-1 waits');
    const { keyFacts, review: left } = await own.read();
    expect(keyFacts.map(({ text }) => text)).toEqual(['Likes jazz', 'Likes rain']);
    expect(left).toEqual([]);
  });

  it('makes one revision of each decision, so that each can be undone', async () => {
    expect((await review(THREE, 'y', 'n', 'y')).revision).toBe(3);
  });

  it('says when nothing waits', async () => {
    const { reviewed, person } = await review([]);
    expect(person.asked).toEqual([]);
    expect(renderReviewed(reviewed)).toBe('Nothing waits for your yes.');
  });

  it('lets no control sequence of a proposal reach the terminal', async () => {
    const hostile = 'x\u001b[2J\u202e\nforged';
    const proposal = { ...aProposal(hostile, hostile), turn: hostile, reason: hostile };
    const { person } = await review([proposal], 's');
    expect(person.text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(person.text).not.toMatch(/^ *forged/m);
  });
});
