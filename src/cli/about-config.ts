import { dollars } from '../chat/budget.ts';
import type { Config } from '../config.ts';
import { sanitiseLine } from './output/sanitise.ts';

const POLICIES: Record<Config['memory'], string> = {
  auto: 'auto: written as you talk',
  ask: 'ask: nothing is written without your yes',
  'read-only': 'read-only: nothing new is written',
  off: 'off: nothing is read or written',
};

/** What a run was started with, as rows for /status: no credential, only where it comes from. */
export function aboutConfig(
  config: Config,
  version: string,
): (readonly [name: string, value: string])[] {
  const { endpoint, sessions, memory, transcript, tools, memoryBudget, budgetUsd } = config;
  const rows: [string, string][] = [['version', version]];
  if (endpoint.kind === 'offline') rows.push(['address', 'none: the built-in offline model']);
  if (endpoint.kind === 'api') {
    rows.push(['address', endpoint.baseUrl ?? 'https://api.anthropic.com']);
    rows.push(['credential', endpoint.credentialFrom ?? 'none']);
  }
  if (config.store.kind === 'postgres' && memory !== 'off') {
    rows.push(['store', config.store.place]);
  }
  rows.push(['sessions', memory === 'off' ? 'none' : sessions]);
  rows.push(['memory', POLICIES[memory]]);
  rows.push(['transcript', transcript && memory !== 'off' ? 'kept' : 'not kept']);
  rows.push(['tools', tools ? 'on: the model may look things up' : 'off']);
  rows.push(['by meaning', byMeaning(config)]);
  rows.push(['in the prompt', `at most ${memoryBudget} characters of memory`]);
  rows.push(['budget', budgetUsd === null ? 'none' : `${dollars(budgetUsd)} a day (UTC)`]);
  return rows.map(([name, value]) => [name, sanitiseLine(value)]);
}

/** The address without what could be a secret: only where it is, and the model. */
function byMeaning({ embeddings, memory }: Config): string {
  if (embeddings === null || memory === 'off')
    return 'off: what is looked up is found by its words';
  const { url, model } = embeddings;
  return `on: ${model} at ${new URL(url).origin}`;
}
