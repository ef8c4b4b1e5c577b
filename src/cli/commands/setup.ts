import { probeServer } from '../../compose/servers.ts';
import { type Settings, writeSettings } from '../../config/settings.ts';
import { type Config, type Inspection, inspectConfig } from '../../config.ts';
import { MemchatError } from '../../errors.ts';
import type { Choice } from '../choice.ts';
import { chooseModel } from '../first-run.ts';
import type { ReportFlags } from '../invocation.ts';
import { Notices } from '../notices.ts';
import { renderJson } from '../output/json.ts';
import { type Terminal, terminalOf } from '../output/terminal.ts';
import { Prompter } from '../prompter.ts';

/**
 * `memchat setup`: asks which model is to be talked to, and keeps the answer. Resolves to the exit
 * code. With `--json` it asks nothing and prints `{ settings, choice, credentialFrom, baseUrl, model }`:
 * the path of the settings, what is in use (`api`, `offline` or `none`), and never a key.
 * @throws MemchatError `usage` where nobody can be asked; `config` when it cannot be saved.
 */
export async function setup(
  flags: ReportFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const inspection = await inspectConfig(flags);
  const { config } = inspection;
  if (flags.json === true) {
    streams.stdout.write(renderJson(inUse(config)));
    return 0;
  }
  if (streams.stdin.isTTY !== true || streams.stderr.isTTY !== true) {
    throw new MemchatError(
      'memchat setup asks, and there is no terminal to ask on. In a script set ANTHROPIC_API_KEY, or name a server with --base-url and --model, or add --offline.',
      'usage',
    );
  }
  const terminal = terminalOf(streams, config.display);
  const notices = new Notices(terminal);
  if (!(await mayReplace(inspection, terminal, notices))) return 0;
  const choice = await chooseModel(terminal, { probe: probeServer, commands: true });
  const settings = settingsOf(choice);
  if (settings === null) {
    notices.tell('Nothing was changed.');
    return 0;
  }
  writeSettings(config.settingsPath, settings);
  notices.tell(`Saved in ${config.settingsPath}. memchat doctor checks that it works.`);
  if (config.settings.apiKey !== undefined && settings.apiKey === undefined) {
    notices.tell('The key that was saved there is gone.');
  }
  const { endpoint } = config;
  const from = endpoint.kind === 'api' ? endpoint.credentialFrom : null;
  if (from?.startsWith('ANTHROPIC_') === true && choice.kind !== 'key') {
    notices.tell(`${from} is set, and goes before what is chosen here.`);
  }
  return 0;
}

/**
 * Asks the one question of a first start and keeps the answer; null: the person would rather leave.
 * Where it cannot be kept that is told, and it holds for this conversation.
 */
export async function chooseAndSave(config: Config, terminal: Terminal): Promise<Settings | null> {
  const settings = settingsOf(await chooseModel(terminal, { probe: probeServer }));
  if (settings === null) return null;
  const notices = new Notices(terminal);
  try {
    writeSettings(config.settingsPath, settings);
    notices.tell(`Saved in ${config.settingsPath}; memchat setup changes it.`);
  } catch (error) {
    notices.warn(error);
  }
  return settings;
}

/**
 * A choice stands alone: a key that was saved with one address must not go to another. Null: none
 * was made.
 */
function settingsOf(choice: Choice): Settings | null {
  switch (choice.kind) {
    case 'none':
      return null;
    case 'key':
      return { apiKey: choice.key };
    case 'command':
      return { apiKeyCommand: choice.command };
    case 'server':
      return { baseUrl: choice.baseUrl, model: choice.model };
    case 'offline':
      return { offline: true };
  }
}

/** A file that cannot be read may hold a key that its owner wants back. */
async function mayReplace(
  { problems }: Inspection,
  terminal: Terminal,
  notices: Notices,
): Promise<boolean> {
  const broken = problems.find(({ part }) => part === 'settings');
  if (broken === undefined) return true;
  notices.tell(broken.error.message);
  const prompter = new Prompter(terminal);
  try {
    const answer = await prompter.ask('Write a new one in its place? (y/N) ');
    return /^(?:y|yes)$/i.test(answer ?? '');
  } finally {
    prompter.close();
  }
}

function inUse({ settingsPath, endpoint, models }: Config): object {
  const api = endpoint.kind === 'api' ? endpoint : null;
  return {
    settings: settingsPath,
    choice: endpoint.kind,
    credentialFrom: api?.credentialFrom ?? null,
    baseUrl: api?.baseUrl ?? null,
    model: models.chat,
  };
}
