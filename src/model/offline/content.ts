import { isRecord } from '../../memory/json.ts';

/** A call of a tool, as a message of the model holds it. */
export interface Call {
  id: string;
  name: string;
  input: unknown;
}

/** What a message consists of. */
export interface Content {
  /** Its text blocks; what tools answered is not among them. */
  text: string;
  calls: Call[];
  /** What tools answered to calls of the message before. */
  results: { call: string; text: string }[];
}

/** Reads a content field; blocks of other types count as empty. Null when it is not valid. */
export function readContent(content: unknown): Content | null {
  if (typeof content === 'string') return { text: content, calls: [], results: [] };
  if (!Array.isArray(content)) return null;
  const texts: string[] = [];
  const calls: Call[] = [];
  const results: Content['results'] = [];
  for (const block of content) {
    if (!isRecord(block) || typeof block.type !== 'string') return null;
    if (block.type === 'text') {
      if (typeof block.text !== 'string') return null;
      texts.push(block.text);
    } else if (block.type === 'tool_use') {
      const { id, name, input } = block;
      if (typeof id !== 'string' || typeof name !== 'string' || !isRecord(input)) return null;
      calls.push({ id, name, input });
    } else if (block.type === 'tool_result') {
      const answered = block.content === undefined ? '' : readContent(block.content)?.text;
      if (typeof block.tool_use_id !== 'string' || answered === undefined) return null;
      results.push({ call: block.tool_use_id, text: answered });
    }
  }
  return { text: texts.join('\n\n'), calls, results };
}

/** What is wrong with the calls and results of a conversation, in the words of the API; else null. */
export function unpaired(messages: readonly Content[]): string | null {
  for (const [index, { calls, results }] of messages.entries()) {
    const answered = messages[index + 1]?.results.map(({ call }) => call) ?? [];
    const open = calls.find(({ id }) => !answered.includes(id));
    if (open !== undefined) {
      return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.id}`;
    }
    const called = messages[index - 1]?.calls.map(({ id }) => id) ?? [];
    const stray = results.find(({ call }) => !called.includes(call));
    if (stray !== undefined) {
      return `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray.call}`;
    }
  }
  return null;
}
