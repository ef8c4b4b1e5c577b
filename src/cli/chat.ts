import type { Session } from '../chat/session.ts';
import { type Settings, writeSettings } from '../config/settings.ts';
import { type Config, readConfig, requireModel } from '../config.ts';
import { aboutConfig } from './about-config.ts';
import { chooseModel } from './first-run.ts';
import type { ChatFlags } from './invocation.ts';
import { LateSession } from './late-session.ts';
import { Notices } from './notices.ts';
import { renderGreeting } from './output/greeting.ts';
import { type Terminal, terminalOf } from './output/terminal.ts';
import { printMessage } from './piped.ts';
import { print } from './print.ts';
import { runRepl } from './repl/repl.ts';
import { onStopSignal } from './stop-signals.ts';

type Streams = Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>;

/** `memchat`, with or without `-p`. Resolves to the exit code. */
export async function chat(flags: ChatFlags, streams: Streams, version: string): Promise<number> {
  const config = await readConfig(flags);
  const wishes = { ...config.display, flag: flags.color === false ? false : undefined };
  const terminal = terminalOf(streams, wishes);
  const interactive = flags.print === undefined && flags.json !== true && terminal.interactive;
  return interactive ? talk(flags, config, terminal, version) : answerOnce(flags, config, terminal);
}

/** The REPL. The prompt shows first; what a turn needs loads behind it, while the user types. */
async function talk(
  flags: ChatFlags,
  config: Config,
  terminal: Terminal,
  version: string,
): Promise<number> {
  const chosen = await withModel(flags, config, terminal);
  if (chosen === null) return 0;
  const notices = new Notices(terminal);
  const unopened = new AbortController();
  const prompted = new Promise((resolve) => setTimeout(resolve, 0));
  const opened = prompted.then(() => begin(chosen, notices, version));
  opened.catch(() => unopened.abort());
  // A dumb terminal cannot show the greeting above a prompt that is there already.
  if (terminal.dumb) await opened;
  const code = await runRepl(new LateSession(opened), terminal, {
    quiet: flags.quiet === true,
    debug: flags.debug === true,
    onNotice: (listener) => notices.moveTo(listener),
    signal: unopened.signal,
    commands: async () => (await import('./late.ts')).commandTable,
    clock: () => new Date().toISOString(),
    editor: chosen.editor,
    about: aboutConfig(chosen),
  });
  if (unopened.signal.aborted) await opened;
  return code;
}

async function begin(config: Config, notices: Notices, version: string): Promise<Session> {
  const { open } = await import('./late.ts');
  const session = await open(config, notices);
  notices.show(
    renderGreeting(session.opening, {
      version,
      now: new Date().toISOString(),
      offline: config.endpoint.kind === 'offline',
      policy: config.memory,
    }),
  );
  return session;
}

async function answerOnce(flags: ChatFlags, config: Config, terminal: Terminal): Promise<number> {
  // Said before standard input is waited for.
  requireModel(config);
  const notices = new Notices(terminal);
  const message = await printMessage(flags.print ?? true, terminal.stdin, (notice) =>
    notices.tell(notice),
  );
  const { open } = await import('./late.ts');
  const session = await open(config, notices, { isOneTurn: true });
  const stop = onStopSignal();
  const { json = false, quiet = false, debug = false } = flags;
  const code = await print(session, message, terminal, {
    json,
    quiet,
    debug,
    signal: stop.signal,
    warnings: notices.warnings,
  });
  return stop.exitCode() || code;
}

/** Asks the one question of a first start and keeps the answer; null: the user would rather leave. */
async function withModel(
  flags: ChatFlags,
  config: Config,
  terminal: Terminal,
): Promise<Config | null> {
  if (config.endpoint.kind !== 'none') return config;
  const choice = await chooseModel(terminal);
  if (choice.kind === 'none') return null;
  const settings: Settings = { ...config.settings };
  if (choice.kind === 'key') settings.apiKey = choice.key;
  if (choice.kind === 'server')
    Object.assign(settings, { baseUrl: choice.baseUrl, model: choice.model });
  if (choice.kind === 'offline') settings.offline = true;
  const notices = new Notices(terminal);
  try {
    writeSettings(config.settingsPath, settings);
    notices.tell(`Saved in ${config.settingsPath}; delete that file to choose anew.`);
  } catch (error) {
    notices.warn(error);
  }
  return readConfig(flags, settings);
}
