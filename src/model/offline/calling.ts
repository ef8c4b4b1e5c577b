import type { MessagesRequest } from './wire.ts';

/** A call of a tool that the model makes. */
export interface ToolUse {
  name: string;
  input: Record<string, unknown>;
}

const DICTATED = /^remember with the tool:\s*(\S.*)$/imsu;

/** The messages of the model and the tools since the user said the last thing. */
function sinceSaid(messages: MessagesRequest['messages']): MessagesRequest['messages'] {
  return messages.slice(messages.findLastIndex(isSaid) + 1);
}

/** Whether the user said something in a message: it is not only what tools answered. */
export function isSaid({ role, text, results }: MessagesRequest['messages'][number]): boolean {
  return role === 'user' && (results.length === 0 || text.trim() !== '');
}

/** The tool that is called before anything is said; each at most once a turn. Null for none. */
export function toolFor(
  request: MessagesRequest,
  typed: string,
  unknown: readonly string[],
): ToolUse | null {
  const called = sinceSaid(request.messages).flatMap(({ calls }) => calls.map(({ name }) => name));
  const mayCall = (name: string) => request.tools.includes(name) && !called.includes(name);
  const dictated = DICTATED.exec(typed)?.[1]?.trim();
  if (dictated !== undefined && mayCall('remember')) {
    return { name: 'remember', input: { text: dictated, quote: dictated, topic: 'note' } };
  }
  if (unknown.length > 0 && mayCall('recall_memory')) {
    return { name: 'recall_memory', input: { query: unknown.join(' ') } };
  }
  return null;
}

/** What a tool that was called in this turn answered; null for nothing. */
export function answerOf(tool: string, request: MessagesRequest): string | null {
  const turn = sinceSaid(request.messages);
  const ids = turn.flatMap(({ calls }) =>
    calls.filter(({ name }) => name === tool).map(({ id }) => id),
  );
  const answers = turn.flatMap(({ results }) => results.filter(({ call }) => ids.includes(call)));
  return answers.map(({ text }) => text).join('\n') || null;
}
