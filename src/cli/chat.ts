import { type Config, readConfig, requireModel } from '../config.ts';
import { aboutConfig } from './about-config.ts';
import type { ChatFlags, OutputFormat } from './invocation.ts';
import { LateSession } from './late-session.ts';
import { Notices } from './notices.ts';
import type { Opened } from './open.ts';
import { renderGreeting } from './output/greeting.ts';
import { renderJson } from './output/json.ts';
import { signsOf } from './output/signs.ts';
import { type Terminal, terminalOf } from './output/terminal.ts';
import { printMessage } from './piped.ts';
import { print } from './print.ts';
import { runRepl } from './repl/repl.ts';
import { onStopSignal } from './stop-signals.ts';
import { problemOf } from './stream-json.ts';

type Streams = Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>;

/** `memchat`, with or without `-p`. Resolves to the exit code. */
export async function chat(flags: ChatFlags, streams: Streams, version: string): Promise<number> {
  const format = flags.json === true ? 'json' : (flags.outputFormat ?? 'text');
  try {
    const config = await readConfig(flags);
    const wishes = { ...config.display, flag: flags.color === false ? false : undefined };
    const terminal = terminalOf(streams, wishes);
    const interactive = flags.print === undefined && format === 'text' && terminal.interactive;
    if (interactive) return await talk(flags, config, terminal, version);
    return await answerOnce(flags, config, terminal, format);
  } catch (error) {
    // Programs that read the lines learn here why there are no more of them.
    if (format === 'stream-json') {
      streams.stdout.write(renderJson({ type: 'error', ...problemOf(error) }));
    }
    throw error;
  }
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
  const session = opened.then((one) => one.session);
  // Told with `opened`, below.
  session.catch(() => {});
  const code = await runRepl(new LateSession(session), terminal, {
    quiet: flags.quiet === true,
    mayGoOn: async (dialogue) => (await (await opened).mayGoOn?.(dialogue)) ?? true,
    costs: async () => (await opened).costs(),
    debug: flags.debug === true,
    onNotice: (listener) => notices.moveTo(listener),
    signal: unopened.signal,
    commands: async () => (await import('./late.ts')).commandTable,
    clock: () => new Date().toISOString(),
    editor: chosen.editor,
    about: aboutConfig(chosen, version),
  });
  if (unopened.signal.aborted) await opened;
  return code;
}

async function begin(config: Config, notices: Notices, version: string): Promise<Opened> {
  const { open } = await import('./open.ts');
  const opened = await open(config, notices);
  notices.show(
    renderGreeting(opened.session.opening, {
      version,
      now: new Date().toISOString(),
      offline: config.endpoint.kind === 'offline',
      policy: config.memory,
      signs: signsOf(config.display),
    }),
  );
  return opened;
}

async function answerOnce(
  flags: ChatFlags,
  config: Config,
  terminal: Terminal,
  format: OutputFormat,
): Promise<number> {
  // Said before standard input is waited for.
  requireModel(config);
  const notices = new Notices(terminal);
  const message = await printMessage(flags.print ?? true, terminal.stdin, (notice) =>
    notices.tell(notice),
  );
  const { open } = await import('./open.ts');
  const { session } = await open(config, notices, { isOneTurn: true });
  const stop = onStopSignal();
  const { quiet = false, debug = false } = flags;
  const { models, memory: policy } = config;
  const code = await print(session, message, terminal, {
    format,
    about: { model: models.chat, memoryModel: models.memory, policy },
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
  const { chooseAndSave } = await import('./late.ts');
  const settings = await chooseAndSave(config, terminal);
  return settings && readConfig(flags, settings);
}
