import path from 'node:path';
import { type Finding, finding } from '../../finding.ts';
import { parseRecord } from '../../memory/json.ts';
import { counted } from '../../memory/wording.ts';
import { readPlain } from '../files.ts';
import type { Item } from './inventory.ts';
import { type Scope, sized } from './scope.ts';

/** Past exchanges: of this year, of years before, and imported ones. */
export function examineTranscript(items: readonly Item[], scope: Scope): Finding[] {
  const findings: Finding[] = [];
  const total = { files: 0, lines: 0, imported: 0, size: 0 };
  for (const { path: file, role, stat } of items) {
    if (role !== 'transcript' || !stat.isFile()) continue;
    const { user } = scope.place;
    const which = whichOf(file, scope);
    if (!scope.bytes.take(stat.size)) {
      const message = `${user}: ${which} has ${sized(stat.size)}; it was not read.`;
      if (scope.detail) findings.push(finding('transcript', 'note', message));
      continue;
    }
    const lines = linesIn(readPlain(file)?.bytes.toString() ?? '');
    findings.push(...damageOf(user, which, lines));
    total.files++;
    total.lines += lines.count;
    total.imported += lines.imported;
    total.size += stat.size;
  }
  if (scope.detail && total.files > 0) {
    const imported = total.imported === 0 ? '' : ` (${total.imported} imported)`;
    const exchanges = `${counted(total.lines, 'past exchange')}${imported}`;
    const message = `${scope.place.user}: ${exchanges} in the transcript, ${sized(total.size)}.`;
    findings.push(finding('transcript', 'ok', message));
  }
  return findings;
}

interface Lines {
  count: number;
  imported: number;
  unreadable: number;
  /** Whether something stands behind the last end of a line. */
  isTorn: boolean;
}

function linesIn(text: string): Lines {
  const lines = text.split('\n');
  const isTorn = lines.pop() !== '';
  let imported = 0;
  let unreadable = 0;
  for (const line of lines) {
    const { turn, speaker } = parseRecord(line) ?? {};
    if (typeof speaker === 'string') imported++;
    if (line !== '' && typeof turn !== 'string') unreadable++;
  }
  return { count: lines.length, imported, unreadable, isTorn };
}

function damageOf(user: string, which: string, { unreadable, isTorn }: Lines): Finding[] {
  const findings: Finding[] = [];
  if (unreadable > 0) {
    const message = `${user}: ${counted(unreadable, 'line')} of ${which} cannot be read and ${unreadable === 1 ? 'is' : 'are'} skipped.`;
    findings.push(finding('transcript', 'note', message));
  }
  if (isTorn) {
    const message = `${user}: the last line of ${which} is not whole: memchat was stopped while it wrote.`;
    findings.push(finding('transcript', 'note', message));
  }
  return findings;
}

/** "the transcript", "the transcript of 2024". */
function whichOf(file: string, { place }: Scope): string {
  const year = /-(\d{4})\.jsonl$/.exec(path.basename(file))?.[1];
  return file === place.transcript || year === undefined
    ? 'the transcript'
    : `the transcript of ${year}`;
}
