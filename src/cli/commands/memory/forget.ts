import { isEmptyPlan } from '../../../chat/forget-plan.ts';
import { MemchatError } from '../../../errors.ts';
import { targetOf } from '../../../memory/forget-words.ts';
import { isConfirmed } from '../../dialogue.ts';
import { nothingToForget, renderForgotten, renderPlan } from '../../forgetting.ts';
import type { ForgetWhat } from '../../invocation.ts';
import { sanitiseLine } from '../../output/sanitise.ts';
import { type Context, isEmpty, type Report } from './context.ts';

/**
 * `memory forget`. Asks first; without a terminal it needs `--yes`. Finding nothing is no failure:
 * it is as was wished. As JSON: `{ user, revision, entries, passages, revisions }`, where `entries`
 * were erased, with so many passages of conversation and past revisions; nulls and no entries when
 * the person said no. With `--all`: `{ user, removed }`.
 */
export async function forget({ what }: { what: ForgetWhat }, context: Context): Promise<Report> {
  const { own, look } = context;
  if (what.kind === 'all') return forgetAll(context);
  const target = what.kind === 'words' ? targetOf(what.words, await own.read()) : what;
  const plan = await own.planForgetting(target);
  if (!isEmptyPlan(plan) && !(await isWanted(context, renderPlan(plan, look.signs)))) {
    const nothing = { revision: null, entries: [], passages: 0, revisions: 0 };
    return { text: 'Nothing was forgotten.', json: { user: own.user, ...nothing } };
  }
  // Also when there is nothing: what an earlier stop left of a forgetting is finished then.
  const outcome = await own.forget(target);
  const { revision, entries, passages, revisions } = outcome;
  return {
    text: isEmptyPlan(outcome)
      ? nothingToForget(target, look.signs)
      : renderForgotten(outcome, look.signs),
    json: { user: own.user, revision, entries, passages, revisions },
  };
}

async function forgetAll(context: Context): Promise<Report> {
  const { own } = context;
  const user = sanitiseLine(own.user);
  const plan = `To be deleted for good: all that is kept of ${user}${await sizeOf(own)}, with the conversations and all past revisions.\nThis cannot be undone.`;
  if (!(await isWanted(context, plan))) {
    return { text: 'Nothing was deleted.', json: { user: own.user, removed: false } };
  }
  await own.forgetAll();
  return {
    text: `Deleted: nothing is kept of ${user} any more.`,
    json: { user: own.user, removed: true },
  };
}

/** What there is; nothing is said of a memory that cannot be read, for it can be deleted all the same. */
async function sizeOf(own: Context['own']): Promise<string> {
  try {
    const memory = await own.read();
    if (isEmpty(memory)) return ' (nothing so far)';
    const facts = memory.keyFacts.length + memory.retired.length;
    const preferences = Object.keys(memory.preferences).length;
    return ` (facts: ${facts}, preferences: ${preferences})`;
  } catch (error) {
    if (error instanceof MemchatError && error.code === 'memory-unreadable') return '';
    throw error;
  }
}

async function isWanted({ flags, dialogue }: Context, plan: string): Promise<boolean> {
  if (flags.yes === true) return true;
  if (dialogue === null) {
    throw new MemchatError(
      'memory forget asks first, and there is no terminal to ask on. To forget it without a question, add -y.',
      'usage',
    );
  }
  dialogue.print(plan);
  return isConfirmed(dialogue, 'Forget it?');
}
