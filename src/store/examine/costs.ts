import { type Finding, finding } from '../../finding.ts';
import { counted } from '../../memory/wording.ts';
import { readPlain } from '../files.ts';
import { decodeLine } from '../ledger-lines.ts';
import type { Item } from './inventory.ts';
import { type Scope, sized } from './scope.ts';

/** The ledger of what requests have cost. */
export function examineCosts(items: readonly Item[], scope: Scope): Finding[] {
  const file = items.find(({ role, stat }) => role === 'costs' && stat.isFile());
  if (file === undefined) return [];
  const { user } = scope.place;
  const size = sized(file.stat.size);
  if (!scope.bytes.take(file.stat.size)) {
    if (!scope.detail) return [];
    return [finding('costs', 'note', `${user}: the ledger of costs has ${size}; it was not read.`)];
  }
  const text = readPlain(file.path)?.bytes.toString() ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  const unreadable = lines.filter((line) => decodeLine(line) === null).length;
  const findings: Finding[] = [];
  if (unreadable > 0) {
    const message = `${user}: ${counted(unreadable, 'line')} of the ledger of costs cannot be read and ${unreadable === 1 ? 'is' : 'are'} not counted.`;
    findings.push(finding('costs', 'note', message));
  }
  if (scope.detail) {
    const message = `${user}: ${counted(lines.length - unreadable, 'entry', 'entries')} in the ledger of costs, ${size}.`;
    findings.push(finding('costs', 'ok', message));
  }
  return findings;
}
