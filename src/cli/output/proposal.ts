import { proposalText } from '../../memory/propose.ts';
import type { Memory, Message, Proposal } from '../../memory/types.ts';
import { dateOf } from './memory.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, quote as quoted, requoted, type Signs } from './signs.ts';
import { dim } from './terminal.ts';

/** The list of what waits for the user's yes, oldest first. Ends without a line break. */
export function renderReview(memory: Memory, colour: boolean, signs: Signs = GLYPHS): string {
  const { review } = memory;
  if (review.length === 0) return 'Nothing waits for your yes.';
  const width = `${review.length}`.length;
  return review
    .map((proposal, index) => {
      const [text = '', ...about] = proposalLines(memory, proposal, signs);
      const number = `${index + 1}`.padStart(width);
      const indent = ' '.repeat(width + 2);
      return [
        `${number}  ${text}`,
        ...about.map((line) => dim(`${indent}${line}`, colour)),
        dim(`${indent}${sanitiseLine(proposal.id)}`, colour),
      ].join('\n');
    })
    .join('\n');
}

/** What would be done, why it was not done at once, and what it was made from. */
export function proposalLines(memory: Memory, proposal: Proposal, signs: Signs = GLYPHS): string[] {
  const { operation, reason } = proposal;
  const lines = [sanitiseLine(proposalText(proposal))];
  const target = operation?.op === 'replace' ? operation.target : null;
  const old = memory.keyFacts.find(({ id }) => id === target);
  if (old !== undefined) lines.push(`in place of: ${sanitiseLine(old.text)}`);
  lines.push(`why: ${requoted(sanitiseLine(reason), signs)}`);
  lines.push(originOf(memory.recentMessages, proposal, signs));
  return lines;
}

/** The quoted words, and the date; the words before a note are in the conversation, if anywhere. */
function originOf(
  recent: readonly Message[],
  { operation, turn, at }: Proposal,
  signs: Signs,
): string {
  const said = recent.find((message) => message.turn === turn && message.role === 'user');
  const quote = operation?.quote || said?.text || '';
  const parts = [dateOf(at)];
  if (quote !== '') parts[0] += ` from ${quoted(shortened(sanitiseLine(quote), signs), signs)}`;
  if (turn !== '') parts.push(`turn ${sanitiseLine(turn)}`);
  return parts.join(', ');
}

function shortened(text: string, { more }: Signs): string {
  const characters = Array.from(text);
  return characters.length <= 200 ? text : `${characters.slice(0, 199).join('')}${more}`;
}
