import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { HostRequest } from '../chat/suggest.ts';
import { answered, outputOf } from './answer.ts';
import { RECEIPT, receiptOf } from './changes.ts';
import type { Door } from './door.ts';

/** Characters of a text; what is kept is shorter, and then it is said so in words. */
const LONGEST = 2_000;

const text = z.string().min(1).max(LONGEST);
const quote = text
  .optional()
  .describe('The words of the user that say so, copied from their message.');

/** `remember` and `update`: what the model of the host wants to have written. */
export function addRemember(server: McpServer, door: Door): void {
  const suggest = (request: HostRequest) =>
    answered(() =>
      door.lane.run(async () => {
        const outcome = await door.own.suggest(request, { isTrusted: door.isTrusted });
        if (outcome.revision !== null) door.changed();
        return receiptOf(outcome);
      }),
    );
  const waits =
    door.isTrusted && door.policy === 'auto' ? '' : ' It is kept when the user has said yes to it.';
  server.registerTool(
    'remember',
    {
      title: 'Remember a fact',
      description: `Notes one lasting fact about the user: one sentence of at most 300 characters, close to the words of the user and in their language. No secrets, nothing that only holds for this task.${waits}`,
      inputSchema: z.strictObject({
        text: text.describe('The fact, one sentence.'),
        topic: z.string().max(100).optional().describe('One word: work, home, diet …'),
        quote,
      }),
      outputSchema: outputOf(RECEIPT),
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    (asked) => suggest({ op: 'remember', ...asked }),
  );
  server.registerTool(
    'update',
    {
      title: 'Correct a fact',
      description: `Corrects a fact about the user, or says that it is no longer true. The old one is kept as past; to erase, there is forget.${waits}`,
      inputSchema: z.strictObject({
        note: text.describe('The id of the fact, or its words as they stand in memory.'),
        text: text.nullable().describe('What is true instead, one sentence; null: it just ended.'),
        quote,
      }),
      outputSchema: outputOf(RECEIPT),
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
    },
    (asked) => suggest({ op: 'update', ...asked }),
  );
}
