import { lstatSync } from 'node:fs';
import type { Flags, Inspection } from '../../config.ts';
import { type Finding, finding, shellCommand } from '../../finding.ts';

/** The settings file and `.env`: readable, valid, and not shared where they hold a key. */
export function settingsFindings({
  config,
  problems,
  dotenvPath,
  dotenvNames,
}: Inspection): Finding[] {
  const { settingsPath, settings } = config;
  const findings: Finding[] = [];
  for (const { part, error } of problems) {
    if (part === 'settings') {
      const mend = shellCommand(['mv', '-n', settingsPath, `${settingsPath}.old`]);
      findings.push(finding('settings', 'problem', error.message, mend));
    } else if (part === 'dotenv') {
      const mend = shellCommand(['chmod', 'u+r', dotenvPath]);
      findings.push(finding('dotenv', 'problem', error.message, mend));
    }
  }
  if (!problems.some(({ part }) => part === 'settings')) {
    findings.push(
      settingsFinding(settingsPath, Object.keys(settings), settings.apiKey !== undefined),
    );
  }
  if (dotenvNames.length > 0) {
    findings.push(finding('dotenv', 'note', `${dotenvPath} sets ${dotenvNames.join(', ')}.`));
    const holdsKey = dotenvNames.some((name) => /_KEY$|_TOKEN$/.test(name));
    if (holdsKey) findings.push(...sharedFinding('dotenv', dotenvPath, 'warning'));
  }
  return findings;
}

function settingsFinding(path: string, names: string[], holdsKey: boolean): Finding {
  const mode = modeOf(path);
  if (mode === null) return finding('settings', 'ok', 'No settings are saved.');
  const [shared] = holdsKey ? sharedFinding('settings', path, 'problem') : [];
  // A key is told of where it is used.
  const what = names.filter((name) => name !== 'apiKey');
  const also = what.length === 0 ? '' : ` (${what.join(', ')})`;
  return shared ?? finding('settings', 'ok', `Settings are in ${path}${also}.`);
}

function sharedFinding(
  check: 'settings' | 'dotenv',
  path: string,
  status: 'problem' | 'warning',
): Finding[] {
  const mode = modeOf(path);
  if (mode === null || process.platform === 'win32' || (mode & 0o077) === 0) return [];
  const message = `${path} holds a key, and other users of this machine may read it.`;
  return [finding(check, status, message, shellCommand(['chmod', '600', path]))];
}

/** The permissions of a file; null when it is not there. */
function modeOf(path: string): number | null {
  return lstatSync(path, { throwIfNoEntry: false })?.mode ?? null;
}

/** Who the requests are made as: where the credential comes from, never the credential. */
export function connectionFindings(inspection: Inspection, flags: Flags): Finding[] {
  const { config, problems, withheld, dotenvNames } = inspection;
  const address = problems.find(({ part }) => part === 'address');
  if (address !== undefined) {
    const { message } = address.error;
    return [finding('reachability', 'problem', message, addressMend(inspection, flags))];
  }
  const { endpoint } = config;
  if (endpoint.kind === 'offline') {
    const message = 'The offline model answers: no credential is needed, nothing is to be reached.';
    return [finding('reachability', 'ok', message)];
  }
  if (endpoint.kind === 'none') {
    const message =
      'No credential was found. Set a key, name a local server (memchat --base-url http://localhost:11434 --model NAME), or use the offline model (memchat --offline).';
    return [finding('credential', 'warning', message, shellCommand(['memchat', '--offline']))];
  }
  if (withheld !== null) {
    const message = `The credential of ${withheld} is not sent to ${endpoint.baseUrl}: it was not given for that address.`;
    // An address that came with a folder may be anybody's: the key stays here.
    const isForeign = flags.baseUrl === undefined && dotenvNames.includes('ANTHROPIC_BASE_URL');
    if (!isForeign) return [finding('credential', 'note', message)];
    return [finding('credential', 'warning', `${message} .env names it.`, TO_ANTHROPIC)];
  }
  if (endpoint.credentialFrom === null) {
    return [finding('credential', 'note', `No credential is sent to ${endpoint.baseUrl}.`)];
  }
  return [finding('credential', 'ok', `The credential comes from ${endpoint.credentialFrom}.`)];
}

const TO_ANTHROPIC = shellCommand(['memchat', '--base-url', 'https://api.anthropic.com']);

/** By who named the address that cannot be one. */
function addressMend({ config, dotenvNames }: Inspection, flags: Flags): string | null {
  if (flags.baseUrl !== undefined || dotenvNames.includes('ANTHROPIC_BASE_URL')) {
    return TO_ANTHROPIC;
  }
  // The environment goes before the settings: theirs is to blame only if it is wrong itself.
  const saved = config.settings.baseUrl;
  if (saved === undefined || /^https?:\/\//.test(saved)) return 'unset ANTHROPIC_BASE_URL';
  return shellCommand(['mv', '-n', config.settingsPath, `${config.settingsPath}.old`]);
}

/** An address of the store that cannot be one, or that is not used because of who named it. */
export function storeFindings({ config, problems, dotenvNames }: Inspection): Finding[] {
  const problem = problems.find(({ part }) => part === 'store');
  if (problem !== undefined) {
    const isFolders = dotenvNames.includes('MEMCHAT_STORE');
    const mend = isFolders ? null : 'unset MEMCHAT_STORE';
    return [finding('store-location', 'problem', problem.error.message, mend)];
  }
  const { storeWithheld: place } = config;
  if (place === null) return [];
  const message = `.env names ${place} for the memories. What was said is sent to no other machine that came with a folder: they are kept in files. If the server is yours, set MEMCHAT_STORE in the environment.`;
  return [finding('store-location', 'warning', message)];
}

/** Where texts are sent to be embedded for recall: the address and the model, never the key. */
export function embeddingsFindings({ config, problems, dotenvNames }: Inspection): Finding[] {
  const problem = problems.find(({ part }) => part === 'embeddings');
  if (problem !== undefined) {
    const isFolders = dotenvNames.includes('MEMCHAT_EMBED_URL');
    const mend = isFolders ? null : 'unset MEMCHAT_EMBED_URL';
    return [finding('embeddings', 'problem', problem.error.message, mend)];
  }
  const { embeddings, embeddingsWithheld: withheld } = config;
  if (withheld?.what === 'address') {
    const message = `.env names ${withheld.address} for embeddings. What was said is sent to no other machine that came with a folder: recall goes by words alone. If the address is yours, set MEMCHAT_EMBED_URL in the environment.`;
    return [finding('embeddings', 'warning', message)];
  }
  if (embeddings === null) return [];
  const { url, model, apiKey } = embeddings;
  const key = apiKey === null ? 'without a key' : 'with the key of MEMCHAT_EMBED_KEY';
  const message = `Recall sends what was said to ${url} to be embedded by ${model}, ${key}.`;
  if (withheld === null) return [finding('embeddings', 'note', message)];
  const kept = `The key of MEMCHAT_EMBED_KEY is not sent to ${withheld.address}, which .env names.`;
  return [finding('embeddings', 'note', message), finding('embeddings', 'note', kept)];
}
