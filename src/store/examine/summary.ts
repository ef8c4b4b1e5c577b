import { type Finding, finding } from '../../finding.ts';
import { counted } from '../../memory/wording.ts';
import type { UserExamination } from './user.ts';

/**
 * The memories: those that are in order as one line, the others and the one that is told in detail
 * each by itself. `asked` is the user that was asked for.
 */
export function summaryFindings(
  examined: readonly UserExamination[],
  asked: string | null,
): Finding[] {
  const isThere = (one: UserExamination) => one.memory.finding !== null || one.findings.length > 0;
  const known = examined.filter(isThere);
  const findings: Finding[] = [];
  const isAskedThere = known.some(({ scope }) => scope.detail);
  if (asked !== null && !isAskedThere) {
    findings.push(finding('memory-file', 'note', `Nothing is remembered of ${asked} yet.`));
  }
  if (known.length === 0) {
    const message = 'There is no memory yet; the first conversation makes one.';
    return asked === null ? [finding('memory-file', 'ok', message)] : findings;
  }
  const shown = known.filter(({ scope, memory }) => scope.detail || !isInOrder(memory.finding));
  const inOrder = known.length - shown.length;
  if (inOrder > 0) {
    const others = shown.some(({ scope }) => scope.detail) ? ' other' : '';
    const noun = counted(inOrder, 'memory', 'memories').replace(' ', `${others} `);
    const readable = inOrder === 1 ? 'readable' : 'all readable';
    findings.push(finding('memory-file', 'ok', `${noun}, ${readable}.`));
  }
  for (const { memory } of shown) if (memory.finding !== null) findings.push(memory.finding);
  return findings;
}

function isInOrder(memory: Finding | null): boolean {
  return memory !== null && memory.status === 'ok';
}

/** What was left out, so that a large store takes no minutes. */
export function notExaminedFindings(
  examined: readonly UserExamination[],
  users: number,
): Finding[] {
  const findings: Finding[] = [];
  const left = users - examined.length;
  if (left > 0) {
    const message = `${counted(left, 'more memory', 'more memories')} not looked at, because there are so many; -u NAME looks at one.`;
    findings.push(finding('not-examined', 'note', message));
  }
  const unseen = examined.reduce((sum, { scope }) => sum + scope.entries.refused, 0);
  if (unseen > 0) {
    const message = `${counted(unseen, 'file')} not looked at, because there are so many.`;
    findings.push(finding('not-examined', 'note', message));
  }
  const unread = examined.reduce((sum, { scope }) => sum + scope.bytes.refused, 0);
  if (unread > 0) {
    const message = `${counted(unread, 'file')} not read, because they are so large or so many; -u NAME reads more of one user's.`;
    findings.push(finding('not-examined', 'note', message));
  }
  return findings;
}
