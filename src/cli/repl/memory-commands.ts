import { isEmptyPlan } from '../../chat/forget-plan.ts';
import type { UserMemory } from '../../chat/user-memory.ts';
import { MemchatError } from '../../errors.ts';
import { targetOf } from '../../memory/forget-words.ts';
import type { Memory } from '../../memory/types.ts';
import { type Dialogue, isConfirmed } from '../dialogue.ts';
import { nothingToForget, renderForgotten, renderPlan } from '../forgetting.ts';
import { changeLines } from '../output/changes.ts';
import { renderFact, renderPreference, renderWhy, storyOf } from '../output/fact.ts';
import { dateOf, renderMemory } from '../output/memory.ts';
import { sanitiseLine } from '../output/sanitise.ts';
import { quote, type Signs } from '../output/signs.ts';
import { renderUndo } from '../output/undo.ts';
import { renderReviewed, reviewOneByOne } from '../reviewing.ts';
import type { Command, CommandContext } from './command.ts';
import type { Option } from './completion.ts';
import type { Conversation } from './conversation.ts';

/** Revisions that a completion offers. */
const MOST_REVISIONS = 20;

/** The commands about the memory. */
export const MEMORY_COMMANDS: readonly Command[] = [
  {
    names: ['memory'],
    summary: 'what is remembered about you',
    async run({ conversation, print, colour, signs }) {
      const own = await conversation.own();
      print(renderMemory(await own.read(), { colour, signs, review: '/review' }));
      return 'stay';
    },
  },
  {
    names: ['remember'],
    argument: 'TEXT',
    summary: 'remember a fact, as you write it',
    async run({ conversation, print, signs }, text) {
      if (text === '') throw missing('/remember takes a fact: /remember I am allergic to nuts');
      const own = await conversation.own();
      const { changes, revision } = await own.add({ text });
      const lines = changeLines(changes, signs);
      print(lines.length > 0 ? lines.join('\n') : 'That is known already.');
      if (revision !== null) print(`To take it back: /undo ${revision}`);
      return 'stay';
    },
  },
  {
    names: ['forget'],
    argument: 'WHAT',
    summary: 'erase for good: by id, preference or words',
    complete: (conversation) => known(conversation),
    async run(context, words) {
      if (words === '') throw missing('/forget takes an id, a preference, or words: /forget tea');
      await context.remembered();
      context.print(await forget(context, await context.conversation.own(), words));
      return 'stay';
    },
  },
  {
    names: ['review'],
    summary: 'say yes or no to what waits, one by one',
    async run(context) {
      await context.remembered();
      const own = await context.conversation.own();
      context.print(
        renderReviewed(await reviewOneByOne(own, context, context.colour, context.signs)),
      );
      return 'stay';
    },
  },
  {
    names: ['undo'],
    argument: '[REVISION]',
    summary: 'take the last change to the memory back',
    async complete(conversation, _, signs) {
      const history = await (await conversation.own()).history({ limit: MOST_REVISIONS });
      return history
        .filter(({ undone, revision }) => !undone && revision > 0)
        .map(({ revision, changes, at }) => ({
          text: `${revision}`,
          about: [dateOf(at), ...(changes === null ? [] : changeLines(changes, signs))].join('  '),
        }));
    },
    async run({ conversation, print, remembered, columns, signs }, rest) {
      if (rest !== '' && !/^\d{1,15}$/.test(rest)) {
        throw missing('/undo takes nothing, or the number of a revision');
      }
      await remembered();
      const own = await conversation.own();
      const outcome = await own.undo(rest === '' ? null : Number(rest));
      const undoCommand = (number: number): string => `/undo ${number}`;
      print(renderUndo(outcome, { columns, signs, undoCommand }));
      return 'stay';
    },
  },
  {
    names: ['why'],
    argument: '[WHAT]',
    summary: 'what the last prompt knew of you, and from where',
    complete: (conversation) => known(conversation),
    async run({ conversation, print, colour, signs }, what) {
      const own = await conversation.own();
      if (what === '') print(renderWhy(await conversation.why(), colour, signs));
      else print(renderOne(await own.read(), what, colour, signs));
      return 'stay';
    },
  },
];

/** What has a name of its own in the memory. */
async function known({ own }: Pick<Conversation, 'own'>): Promise<Option[]> {
  const { keyFacts, preferences, name } = await (await own()).read();
  const facts = keyFacts.map(({ id, text }) => ({ text: id, about: sanitiseLine(text) }));
  const kept = Object.entries(preferences)
    .filter(([, { origin }]) => origin !== 'declined')
    .map(([key, { value }]) => ({ text: key, about: sanitiseLine(value) }));
  const called = name === null ? [] : [{ text: 'name', about: sanitiseLine(name) }];
  // What cannot be shown as it is cannot be typed as it is either.
  return [...facts, ...kept, ...called].filter(({ text }) => sanitiseLine(text) === text);
}

/** A fact by its id, or a preference by its key, with where it comes from. */
function renderOne(memory: Memory, what: string, colour: boolean, signs: Signs): string {
  const fact = [...memory.keyFacts, ...memory.retired].find(({ id }) => id === what);
  if (fact !== undefined) return renderFact(storyOf(memory, fact), colour, signs);
  const found = Object.entries(memory.preferences).find(([key]) => key === what);
  if (found !== undefined) return renderPreference(...found, colour, signs);
  throw missing(
    `There is no fact and no preference ${quote(sanitiseLine(what).slice(0, 60), signs)}; /memory shows them`,
  );
}

async function forget(
  dialogue: Dialogue & Pick<CommandContext, 'forgotten' | 'signs'>,
  own: Pick<UserMemory, 'read' | 'planForgetting' | 'forget'>,
  words: string,
): Promise<string> {
  const { signs } = dialogue;
  const target = targetOf(words, await own.read());
  const plan = await own.planForgetting(target);
  if (!isEmptyPlan(plan)) {
    dialogue.print(renderPlan(plan, signs));
    if (!(await isConfirmed(dialogue, 'Forget it?'))) return 'Nothing was forgotten.';
  }
  // Also when there is nothing: what an earlier stop left of a forgetting is finished then.
  const outcome = await own.forget(target);
  if (!isEmptyPlan(outcome)) await dialogue.forgotten();
  return isEmptyPlan(outcome) ? nothingToForget(target, signs) : renderForgotten(outcome, signs);
}

function missing(message: string): MemchatError {
  return new MemchatError(`${message}.`, 'usage');
}
