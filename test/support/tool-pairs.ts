import type { ChatMessage } from '../../src/model/port.ts';

/**
 * What the API would refuse in a conversation: calls without their results right behind them, results
 * without their calls, roles that do not alternate, an end that is not the user's.
 */
export function unpaired(messages: readonly ChatMessage[]): string[] {
  const wrong: string[] = [];
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const role = index % 2 === 0 ? 'user' : 'assistant';
    if (message.role !== role) wrong.push(`message ${index} is the ${message.role}'s`);
    const answered = 'results' in message ? message.results.map(({ call }) => call) : [];
    if (answered.join() !== open.join()) wrong.push(`message ${index} answers ${answered.join()}`);
    open =
      'blocks' in message
        ? message.blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => String(id))
        : [];
  }
  if (open.length > 0) wrong.push(`${open.join()} without results`);
  if (messages.at(-1)?.role !== 'user') wrong.push('the last message is not the user’s');
  return wrong;
}
