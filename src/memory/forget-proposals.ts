import type { Entry } from './changes.ts';
import { FORGOTTEN } from './clause-spans.ts';
import type { Eraser } from './eraser.ts';
import { saysNothing } from './everyday-words.ts';
import type { Proposal, ProposedOperation } from './types.ts';

/**
 * The proposals without those that would bring the forgotten back: they say it, quote nothing else,
 * or are about a fact that is gone (`facts`, by id). Notes lose their clauses, others their quotes'.
 */
export function forgetProposals(
  review: readonly Proposal[],
  facts: ReadonlySet<string>,
  eraser: Eraser,
): { review: Proposal[]; gone: Entry[] } {
  const gone: Entry[] = [];
  const left = review.flatMap((proposal) => {
    const erased =
      proposal.operation === null ? note(proposal, eraser) : other(proposal, facts, eraser);
    if (erased === null) gone.push({ id: proposal.id, text: proposal.text });
    return erased ?? [];
  });
  return { review: left, gone };
}

function note(proposal: Proposal, eraser: Eraser): Proposal | null {
  const text = eraser.erase(proposal.text);
  if (text === FORGOTTEN) return null;
  return text === proposal.text ? proposal : { ...proposal, text };
}

function other(proposal: Proposal, facts: ReadonlySet<string>, eraser: Eraser): Proposal | null {
  const { text, operation } = proposal;
  if (operation === null) return proposal;
  if ('target' in operation && operation.target !== null && facts.has(operation.target))
    return null;
  const statements = [text, statementOf(operation) ?? text];
  if (statements.some((statement) => isLost(statement, eraser))) return null;
  const quote = eraser.erase(operation.quote);
  if (quote !== operation.quote && saysNothing(quote)) return null;
  const erased = {
    ...proposal,
    text: eraser.eraseName(text),
    operation: withoutTraces(operation, eraser),
  };
  return JSON.stringify(erased) === JSON.stringify(proposal) ? proposal : erased;
}

/** Whether the statement tells of what was forgotten, or says nothing without the name. */
function isLost(statement: string, eraser: Eraser): boolean {
  const named = eraser.eraseName(statement);
  return eraser.tellsOf(statement) || (named !== statement && saysNothing(named));
}

function statementOf(operation: ProposedOperation): string | null {
  if (operation.op === 'preference') return `${operation.key} ${operation.value ?? ''}`;
  return 'value' in operation ? operation.value : operation.text;
}

function withoutTraces(operation: ProposedOperation, eraser: Eraser): ProposedOperation {
  const quote = eraser.erase(operation.quote);
  switch (operation.op) {
    case 'preference': {
      const value = operation.value === null ? null : eraser.eraseName(operation.value);
      return { ...operation, value, quote };
    }
    case 'name':
    case 'summary':
      return { ...operation, value: eraser.eraseName(operation.value), quote };
    default: {
      const text = operation.text === null ? null : eraser.eraseName(operation.text);
      const answers = operation.answers === null ? null : eraser.erase(operation.answers);
      return { ...operation, text, quote, answers };
    }
  }
}
