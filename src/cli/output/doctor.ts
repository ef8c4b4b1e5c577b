import type { Check, Finding, FindingStatus } from '../../finding.ts';
import { counted } from '../../memory/wording.ts';
import { sanitise, sanitiseLine } from './sanitise.ts';

export interface ReportLook {
  colour: boolean;
  /** Words in the place of signs, for a terminal that may not know them. */
  plain: boolean;
}

const GROUPS: readonly { title: string; checks: readonly Check[] }[] = [
  { title: 'Program', checks: ['version', 'terminal'] },
  {
    title: 'Memories',
    checks: [
      'store-location',
      'server',
      'encryption',
      'tables',
      'role',
      'file-system',
      'permissions',
      'memory-file',
      'names',
      'links',
      'revisions',
      'pending',
      'transcript',
      'costs',
      'quarantine',
      'lock',
      'leftovers',
      'foreign-files',
      'not-examined',
    ],
  },
  {
    title: 'Model',
    checks: ['settings', 'dotenv', 'credential', 'reachability', 'model', 'embeddings'],
  },
];

const SIGNS: Record<FindingStatus, { sign: string; word: string; code: number }> = {
  ok: { sign: '✓', word: 'ok', code: 32 },
  note: { sign: '·', word: 'note', code: 2 },
  warning: { sign: '!', word: 'warning', code: 33 },
  problem: { sign: '✗', word: 'problem', code: 31 },
};

/** Findings of one check and status that are shown; of the rest only how many there are. */
const MOST_ALIKE = 10;

/**
 * The findings for a person: by group, a line each with the command that mends it below, and the
 * verdict last. Ends without a line break.
 */
export function renderFindings(findings: readonly Finding[], look: ReportLook): string {
  const sections = GROUPS.flatMap(({ title, checks }) => {
    const lines = checks.flatMap((check) => linesOf(findings, check, look));
    return lines.length === 0 ? [] : [[title, ...lines].join('\n')];
  });
  return [...sections, verdict(findings)].join('\n\n');
}

function linesOf(findings: readonly Finding[], check: Check, look: ReportLook): string[] {
  const shown = new Map<FindingStatus, number>();
  const lines: string[] = [];
  for (const one of findings.filter((each) => each.check === check)) {
    const count = (shown.get(one.status) ?? 0) + 1;
    shown.set(one.status, count);
    if (count > MOST_ALIKE) continue;
    lines.push(`  ${mark(one.status, look)} ${sanitiseLine(one.message)}`);
    if (one.mend !== null) lines.push(`      ${sanitise(one.mend)}`);
  }
  for (const [status, count] of shown) {
    if (count <= MOST_ALIKE) continue;
    const more = look.plain ? '' : '… ';
    const rest = `${more}and ${count - MOST_ALIKE} more like the last; --json has them all`;
    lines.push(`  ${mark(status, look)} ${rest}`);
  }
  return lines;
}

function mark(status: FindingStatus, { colour, plain }: ReportLook): string {
  const { sign, word, code } = SIGNS[status];
  if (plain) return `${word}:`;
  return colour ? `\x1b[${code}m${sign}\x1b[0m` : sign;
}

function verdict(findings: readonly Finding[]): string {
  const count = (status: FindingStatus) => findings.filter((one) => one.status === status).length;
  const parts = [
    [count('problem'), 'problem'],
    [count('warning'), 'warning'],
  ] as const;
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, noun]) => counted(number, noun));
  return said.length === 0 ? 'All is well.' : `${said.join(', ')}.`;
}
