import type { Outcome } from '../../../chat/outcome.ts';
import { MemchatError } from '../../../errors.ts';
import type { EditFlags } from '../../invocation.ts';
import { readLimited } from '../../limited-input.ts';
import { type Context, findFact, type Report } from './context.ts';
import { outcomeReport } from './outcome.ts';

/** More than a fact may have, in bytes: what is longer is refused with the limit of a fact. */
const MAX_TEXT = 10_000;

/** `memory add TEXT…`. As JSON: `{ user, revision, changes }`. */
export async function add(
  { text, tag, pin }: { text: string; tag?: string; pin: boolean },
  context: Context,
): Promise<Report> {
  const said = text === '-' ? (await readLimited(context.stdin, MAX_TEXT)).trim() : text;
  const outcome = await context.own.add({
    text: said,
    pinned: pin,
    ...(tag !== undefined && { tag }),
  });
  return report(outcome, context);
}

/** `memory edit ID [TEXT…]`. As JSON: `{ user, revision, changes }`. */
export async function edit(
  { id, text, edit: changed }: { id: string; text: string; edit: EditFlags },
  context: Context,
): Promise<Report> {
  if (text === '' && Object.keys(changed).length === 0) {
    throw new MemchatError(
      'memory edit takes what is to be changed: a text, --tag, --pin, --unpin or --expires.',
      'usage',
    );
  }
  const fact = findFact(await context.own.read(), id);
  const outcome = await context.own.edit(fact.id, { ...changed, ...(text !== '' && { text }) });
  return report(outcome, context);
}

/** `memory prefer KEY VALUE…` and `memory prefer KEY --drop`. As JSON: `{ user, revision, changes }`. */
export async function prefer(
  { key, value }: { key: string; value: string | null },
  context: Context,
): Promise<Report> {
  return report(await context.own.setPreference(key, value), context);
}

function report(outcome: Outcome, context: Context): Report {
  return outcomeReport(outcome, context, 'Nothing was changed: it is so already.');
}
