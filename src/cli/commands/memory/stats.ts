import { statisticsOf } from '../../../chat/statistics.ts';
import { composeKept } from '../../../compose/statistics.ts';
import { renderStatistics } from '../../output/statistics.ts';
import type { Context, Report } from './context.ts';

/** Columns of the chart, so that it fits an ordinary terminal beside its labels. */
const PERIODS = 48;

/**
 * `memory stats`. As JSON: `{ user, revision, since, lastSeen, sessions, exchanges, bytes }` and the
 * fields of `Statistics`; times in UTC, `exchanges` those in the transcript, `bytes` by what they hold.
 */
export async function stats({ own, config, look }: Context): Promise<Report> {
  const memory = await own.read();
  const { spendings, exchanges, bytes } = await composeKept(config, () => look.now);
  const statistics = statisticsOf({ memory, spendings, now: look.now, periods: PERIODS });
  const { user, revision, createdAt: since, lastSeen, sessionCount: sessions } = memory;
  const json = { user, revision, since, lastSeen, sessions, exchanges, bytes, ...statistics };
  return { text: renderStatistics(json, look), json };
}
