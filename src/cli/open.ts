import { type Budget, dollars } from '../chat/budget.ts';
import { openSession, type Session } from '../chat/session.ts';
import { spentToday, spentTotal } from '../chat/spendings.ts';
import { compose, type Parts } from '../compose.ts';
import type { Config } from '../config.ts';
import { type Dialogue, isConfirmed } from './dialogue.ts';
import type { Notices } from './notices.ts';
import type { LedgerCosts } from './output/cost.ts';

/** A conversation, and what it may cost. */
export interface Opened {
  session: Session;
  /**
   * Whether a message may be sent: when the day's budget is spent the person is asked, and a yes
   * allows as much again. Null without a budget.
   */
  mayGoOn: ((dialogue: Pick<Dialogue, 'ask'>) => Promise<boolean>) | null;
  /** What the user has cost so far. @throws MemchatError as the ledger. */
  costs(): Promise<LedgerCosts>;
}

/**
 * Opens the user's session. Everything that a turn needs hangs on this module, so that it loads in
 * one piece, and not before it is wanted.
 * Of one turn (`isOneTurn`) nothing is cached for a next one, and only what it needs is read.
 * @throws MemchatError as `openSession` does, and `credential` without a model to talk to.
 */
export async function open(
  config: Config,
  notices: Notices,
  { isOneTurn = false }: { isOneTurn?: boolean } = {},
): Promise<Opened> {
  const { embeddingsWithheld: withheld } = config;
  if (withheld?.what === 'address') {
    notices.tell(
      `Recall does not go by meaning: .env names ${withheld.address}, and what was said is not sent to where a folder says. Set MEMCHAT_EMBED_URL in the environment if you mean it.`,
    );
  }
  const parts = await compose(config, ({ message }) => notices.tell(message));
  // What fails here fails again at the first request, and is told there.
  parts.warm().catch(() => {});
  const session = await openSession(parts, {
    user: config.user,
    models: config.models,
    policy: config.memory,
    retainDays: config.retainDays,
    tools: config.tools,
    memoryBudget: config.memoryBudget,
    cacheConversation: !isOneTurn,
    onWarning: (error) => notices.warn(error),
  });
  if (!isOneTurn) session.warm();
  const { budget } = parts;
  return {
    session,
    mayGoOn: budget && ((dialogue) => confirmed(budget, dialogue)),
    costs: () => costsOf(parts, config.user),
  };
}

async function costsOf({ ledger, budget, clock }: Parts, user: string): Promise<LedgerCosts> {
  return {
    today: await spentToday(ledger, user, clock()),
    total: await spentTotal(ledger, user),
    budget: budget && (await budget.state()),
  };
}

async function confirmed(budget: Budget, dialogue: Pick<Dialogue, 'ask'>): Promise<boolean> {
  const { spentUsd, allowedUsd, isSpent } = await budget.state();
  if (!isSpent) return true;
  const limit = budget.limitUsd > 0 ? ` Spend ${dollars(budget.limitUsd)} more?` : ' Go on?';
  const spent = `Today's budget of ${dollars(allowedUsd)} is spent (${dollars(spentUsd)} since 00:00 UTC).`;
  if (!(await isConfirmed(dialogue, `${spent}${limit}`))) return false;
  await budget.goOn();
  return true;
}
