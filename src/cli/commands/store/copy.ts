import { resolve } from 'node:path';
import { type Copied, type CopyPlace, composeCopy } from '../../../compose/operators.ts';
import { type StoreChoice, storeNamed } from '../../../config/store.ts';
import { type Config, readConfig } from '../../../config.ts';
import { MemchatError } from '../../../errors.ts';
import type { StoreFlags } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { ProgressLine } from '../../output/progress.ts';
import { sanitise, sanitiseLine } from '../../output/sanitise.ts';
import { type Terminal, terminalOf } from '../../output/terminal.ts';
import { onStopSignal } from '../../stop-signals.ts';

/**
 * `memchat store copy`. As JSON: `{ from, to, copied, equal, changed, refused, stopped }`: numbers of
 * users, who kept changing meanwhile, and of those that were refused `{ user, why }`. Resolves to the
 * exit code: 1 when a user is not as at the source, that of the signal when it was stopped.
 * @throws MemchatError `usage` when it is not clear from where to where.
 */
export async function copy(
  request: { from: string | null; to: string | null },
  flags: StoreFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const config = await readConfig(flags);
  const { from, to } = placesOf(request, config);
  const terminal = terminalOf(streams, config.display);
  const { stdout, stderr } = terminal;
  const tell = (message: string): void => {
    progress.clear();
    stderr.write(`memchat: ${sanitise(message)}\n`);
  };
  const isQuiet = flags.quiet === true;
  const progress = new ProgressLine(terminal, { isShown: !isQuiet });
  const stop = onStopSignal();
  const user = flags.user === undefined ? null : config.user;
  const copied = await composeCopy(
    { from, to, user },
    {
      onNotice: ({ message }) => tell(message),
      onProgress: ({ done, total, user: now }) => progress.show(done, total, now),
      signal: stop.signal,
    },
  ).finally(() => progress.clear());
  for (const { user: refused, why } of copied.refused) tell(`${refused}: ${why}`);
  for (const changing of copied.changed) {
    tell(`${changing} kept changing and is older there. The same command brings it up to date.`);
  }
  const { isStopped, ...counts } = copied;
  const isShort = copied.refused.length + copied.changed.length > 0;
  const json = { from: from.place, to: to.place, ...counts, stopped: isStopped };
  if (flags.json === true) stdout.write(renderJson(json));
  else if (!isQuiet || isShort) stdout.write(`${textOf(copied, from, to)}\n`);
  return stop.exitCode() || (isShort ? 1 : 0);
}

function textOf(
  { copied, equal, changed, refused, isStopped }: Copied,
  from: CopyPlace,
  to: CopyPlace,
): string {
  const where = sanitiseLine(`from ${from.place} to ${to.place}`);
  const counts = [
    `copied: ${copied}`,
    `there already: ${equal}`,
    ...(changed.length > 0 ? [`changed meanwhile: ${changed.length}`] : []),
    ...(refused.length > 0 ? [`refused: ${refused.length}`] : []),
  ].join(', ');
  if (!isStopped) return `Users ${where}: ${counts}.`;
  return `Stopped ${where}: ${counts}. The same command goes on where it was.`;
}

/** @throws MemchatError `usage` */
function placesOf(
  { from, to }: { from: string | null; to: string | null },
  { sessions, store }: Config,
): { from: CopyPlace; to: CopyPlace } {
  if (from === '' || to === '') throw new MemchatError('--from and --to need a value.', 'usage');
  if (to === null && store.kind === 'files') {
    throw new MemchatError(
      'Say where to copy to: --to postgres://… or --to FOLDER, or set MEMCHAT_STORE.',
      'usage',
    );
  }
  const source = placeOf(from ?? sessions, sessions);
  const target = to === null ? placeAt(store, sessions) : placeOf(to, sessions);
  if (source.place === target.place) {
    throw new MemchatError(`--from and --to are both ${source.place}.`, 'usage');
  }
  return { from: source, to: target };
}

function placeOf(given: string, sessions: string): CopyPlace {
  const store = storeNamed(given);
  return placeAt(store, store.kind === 'files' ? resolve(given) : sessions);
}

function placeAt(store: StoreChoice, sessions: string): CopyPlace {
  return { place: store.kind === 'files' ? sessions : store.place, store, sessions };
}
