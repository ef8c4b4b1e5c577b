import type { Config } from '../config.ts';
import { sanitiseLine } from './output/sanitise.ts';

const POLICIES: Record<Config['memory'], string> = {
  auto: 'auto: written as you talk',
  ask: 'ask: nothing is written without your yes',
  'read-only': 'read-only: nothing new is written',
  off: 'off: nothing is read or written',
};

/** What a run was started with, as rows for /status: no credential, only where it comes from. */
export function aboutConfig(config: Config): (readonly [name: string, value: string])[] {
  const { endpoint, sessions, memory, transcript } = config;
  const rows: [string, string][] = [];
  if (endpoint.kind === 'offline') rows.push(['address', 'none: the built-in offline model']);
  if (endpoint.kind === 'api') {
    rows.push(['address', endpoint.baseUrl ?? 'https://api.anthropic.com']);
    rows.push(['credential', endpoint.credentialFrom ?? 'none']);
  }
  rows.push(['sessions', memory === 'off' ? 'none' : sessions]);
  rows.push(['memory', POLICIES[memory]]);
  rows.push(['transcript', transcript && memory !== 'off' ? 'kept' : 'not kept']);
  return rows.map(([name, value]) => [name, sanitiseLine(value)]);
}
