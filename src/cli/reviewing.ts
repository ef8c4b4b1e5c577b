import type { Decision } from '../chat/review.ts';
import type { UserMemory } from '../chat/user-memory.ts';
import { MemchatError } from '../errors.ts';
import { oneLine } from '../memory/fold.ts';
import type { Proposal } from '../memory/types.ts';
import type { Dialogue } from './dialogue.ts';
import { changeLines } from './output/changes.ts';
import { proposalLines } from './output/proposal.ts';
import { sanitise } from './output/sanitise.ts';
import { GLYPHS, type Signs } from './output/signs.ts';
import { dim } from './output/terminal.ts';

/** What came of going through the review list. */
export interface Reviewed {
  approved: number;
  declined: number;
  /** What waits still. */
  left: number;
}

/**
 * Goes through what waits for the user's yes, one by one, oldest first. Each decision is written
 * before the next question, so that leaving half-way loses none.
 * @throws MemchatError as `decide`, but for a proposal that somebody else decided meanwhile.
 */
export async function reviewOneByOne(
  own: Pick<UserMemory, 'read' | 'decide'>,
  dialogue: Dialogue,
  colour: boolean,
  signs: Signs = GLYPHS,
): Promise<Reviewed> {
  const memory = await own.read();
  const reviewed: Reviewed = { approved: 0, declined: 0, left: memory.review.length };
  for (const [index, proposal] of memory.review.entries()) {
    const [text, ...about] = proposalLines(memory, proposal, signs);
    const count = `${index + 1}/${memory.review.length}`;
    dialogue.print(
      [
        `${index > 0 ? '\n' : ''}${count}  ${text}`,
        ...about.map((line) => dim(`     ${line}`, colour)),
      ].join('\n'),
    );
    const decision = await decisionOn(proposal, dialogue);
    if (decision === 'quit') break;
    if (decision === 'skip') continue;
    try {
      const { changes } = await own.decide([decision]);
      const lines = changeLines(changes, signs).map((line) => dim(`     ${line}`, colour));
      if (lines.length > 0) dialogue.print(lines.join('\n'));
      reviewed[decision.verdict === 'approve' ? 'approved' : 'declined'] += 1;
      reviewed.left -= 1;
    } catch (error) {
      // Decided by another process, or a text that cannot be remembered: the others wait still.
      if (!(error instanceof MemchatError) || error.code !== 'usage') throw error;
      dialogue.print(sanitise(error.message));
    }
  }
  return reviewed;
}

/** What came of it, in words. */
export function renderReviewed({ approved, declined, left }: Reviewed): string {
  if (approved + declined + left === 0) return 'Nothing waits for your yes.';
  return `${approved} approved, ${declined} declined, ${left} left for later.`;
}

async function decisionOn(
  { id, text, operation }: Proposal,
  dialogue: Dialogue,
): Promise<Decision | 'skip' | 'quit'> {
  const isNote = operation === null;
  const question = isNote
    ? '[e]dit and keep, [n]o, [s]kip, [q]uit: '
    : '[y]es, [n]o, [e]dit, [s]kip, [q]uit: ';
  for (;;) {
    const answer = (await dialogue.ask(question))?.trim().toLowerCase();
    if (answer === undefined || /^q(?:uit)?$/.test(answer)) return 'quit';
    if (/^s(?:kip)?$/.test(answer)) return 'skip';
    if (!isNote && /^y(?:es)?$/.test(answer)) return { proposal: id, verdict: 'approve' };
    if (/^no?$/.test(answer)) return { proposal: id, verdict: 'decline' };
    if (!/^e(?:dit)?$/.test(answer)) continue;
    const edited = (await dialogue.ask('In your words: ', oneLine(text)))?.trim();
    // Nothing written is a change of mind: the question comes again.
    if (edited) return { proposal: id, verdict: 'approve', text: edited };
  }
}
