import type { Context, Report } from './context.ts';
import { passReport } from './outcome.ts';

/** `memory tidy`. As JSON: `{ user, revision, changes, usage, costUsd }`. */
export async function tidy(
  { retainDays }: { retainDays: number | null },
  context: Context,
): Promise<Report> {
  const { own, flags, config } = context;
  const outcome = await own.tidy({
    yes: flags.yes === true,
    retainDays: retainDays ?? config.retainDays,
  });
  return passReport(outcome, context, 'Nothing was changed: the memory is tidy.');
}

/** `memory verify`. As JSON: `{ user, revision, changes, usage, costUsd }`. */
export async function verify(context: Context): Promise<Report> {
  const outcome = await context.own.verify();
  return passReport(outcome, context, 'Nothing contradicts what is remembered.');
}
