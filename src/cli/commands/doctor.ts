import { composeExamination } from '../../compose.ts';
import { type Inspection, inspectConfig } from '../../config.ts';
import { type Finding, finding, shellCommand, worstOf } from '../../finding.ts';
import { holdsPassword } from '../../store/postgres/address.ts';
import type { ReportFlags } from '../invocation.ts';
import { renderFindings } from '../output/doctor.ts';
import { renderJson } from '../output/json.ts';
import { type Terminal, terminalOf, wantsColour } from '../output/terminal.ts';
import { placeWords } from '../place-words.ts';
import {
  connectionFindings,
  embeddingsFindings,
  settingsFindings,
  storeFindings,
} from './doctor-configuration.ts';

/**
 * `memchat doctor`: changes nothing, costs nothing. Resolves to the exit code: 0 when nothing is
 * wrong, else 1; warnings alone are 0.
 * @throws MemchatError `usage` for a flag's value.
 */
export async function doctor(
  flags: ReportFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
  version: string,
): Promise<number> {
  const inspection = await inspectConfig(flags);
  const { user, sessions, store, display } = inspection.config;
  const wishes = { ...display, flag: flags.color === false ? false : undefined };
  const terminal = terminalOf(streams, wishes);
  const colour = wantsColour(streams.stdout.isTTY === true, wishes);
  const platform = `${process.platform} ${process.arch}`;
  const examination = composeExamination(inspection.config, {
    why: store.kind === 'files' ? whyThere(inspection) : whyServer(inspection, flags),
    isSeen: flags.store !== undefined && store.kind === 'postgres' && holdsPassword(store.url()),
    user: flags.user === undefined ? null : user,
    memchat: (name, words) => commandFor(name, words, flags),
  });
  const findings = [
    ...versionFindings(version, platform),
    ...memoryFindings(inspection),
    ...storeFindings(inspection),
    ...(await examination.store()),
    ...settingsFindings(inspection),
    ...connectionFindings(inspection, flags),
    ...(await examination.model()),
    ...embeddingsFindings(inspection),
    ...(await examination.embeddings()),
    terminalFinding(terminal, colour),
  ];
  const status = worstOf(findings);
  const place = store.kind === 'files' ? {} : { store: store.place };
  const about = { version, node: process.version, platform, user, sessions, ...place };
  const report = { ...about, status, findings };
  streams.stdout.write(
    flags.json === true
      ? renderJson(report)
      : `${renderFindings(findings, { colour, plain: terminal.dumb || terminal.accessible })}\n`,
  );
  return status === 'problem' ? 1 : 0;
}

/** The oldest Node that memchat runs on: `engines` in package.json. */
const OLDEST_NODE = 20;

function versionFindings(version: string, platform: string): Finding[] {
  const message = `memchat ${version}, Node ${process.versions.node}, ${platform}`;
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
    return [finding('version', 'ok', message)];
  }
  const needs = `${message}: memchat needs Node ${OLDEST_NODE} or newer.`;
  return [finding('version', 'problem', needs, 'npx node@20 "$(command -v memchat)" doctor')];
}

function memoryFindings({ config }: Inspection): Finding[] {
  if (config.memory !== 'off') return [];
  const message =
    'Memory is off (--memory off, or MEMCHAT_MEMORY): conversations leave nothing behind.';
  return [finding('store-location', 'note', message)];
}

function whyThere({ sessionsFrom, dotenvNames }: Inspection): string {
  switch (sessionsFrom) {
    case 'flag':
      return 'as --sessions says';
    case 'variable':
      return dotenvNames.includes('MEMCHAT_SESSIONS')
        ? 'as MEMCHAT_SESSIONS in .env says'
        : 'as MEMCHAT_SESSIONS says';
    case 'project':
      return 'because the file .memchat in it marks it';
    case 'data':
      return "the user's data folder";
  }
}

function whyServer({ dotenvNames }: Inspection, { store }: ReportFlags): string {
  if (store !== undefined) return 'as --store says';
  return dotenvNames.includes('MEMCHAT_STORE')
    ? 'as MEMCHAT_STORE in .env says'
    : 'as MEMCHAT_STORE says';
}

function commandFor(user: string, words: readonly string[], flags: ReportFlags): string | null {
  const name = user.startsWith('-') ? [`--user=${user}`] : ['-u', user];
  return shellCommand(['memchat', ...words, ...name, ...placeWords(flags)]);
}

function terminalFinding({ interactive, dumb }: Terminal, colour: boolean): Finding {
  const kind = interactive
    ? 'A terminal'
    : 'Input or output is not a terminal: memchat talks with -p only';
  const look = dumb ? ', TERM=dumb' : '';
  return finding('terminal', 'note', `${kind}; colours ${colour ? 'on' : 'off'}${look}.`);
}
