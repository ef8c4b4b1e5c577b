import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { ForgetPlan } from '../chat/forget.ts';
import { isEmptyPlan } from '../chat/forget-plan.ts';
import { MemchatError } from '../errors.ts';
import { targetOf } from '../memory/forget-words.ts';
import { counted, enumerated } from '../memory/wording.ts';
import { escapeLine } from '../prompt/escape.ts';
import { type Answer, answered, outputOf } from './answer.ts';
import type { Door } from './door.ts';

const PLAN = {
  forgotten: z.boolean().describe('Whether it is gone; false: this is what would go.'),
  revision: z.number().nullable(),
  entries: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  passages: z.number().describe('Passages of conversation.'),
  revisions: z.number().describe('Past revisions: nothing before can be undone any more.'),
  lines: z.number().describe('Lines of what was entered at the prompt.'),
};

/** `forget`: says what would go; erases it when it is called again with `confirm`. */
export function addForget(server: McpServer, door: Door): void {
  server.registerTool(
    'forget',
    {
      title: 'Forget for good',
      description:
        'Erases something about the user for good, from the memory, the conversations and all past revisions. Only when the user asks for it. Without confirm it changes nothing and says what would go: show that to the user, and call it with confirm when they agree. To correct something, there is update.',
      inputSchema: z.strictObject({
        what: z
          .string()
          .min(1)
          .max(300)
          .describe('The id of a fact, the key of a preference, or words: all that holds them.'),
        confirm: z.boolean().default(false).describe('True erases it. It cannot be undone.'),
      }),
      outputSchema: outputOf(PLAN),
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    ({ what, confirm }) =>
      answered(() => door.lane.run(() => (confirm ? forget(door, what) : plan(door, what)))),
  );
}

async function plan({ own }: Door, what: string): Promise<Answer> {
  const target = targetOf(what, await own.read());
  const planned = await own.planForgetting(target);
  const structured = { forgotten: false, revision: null, ...sizeOf(planned) };
  if (isEmptyPlan(planned)) return { structured, text: 'Nothing that is kept holds that.' };
  const text = `Nothing has been forgotten yet. This would go for good:\n${render(planned)}\nIf the user agrees, call forget again with confirm true.`;
  return { structured, text };
}

async function forget({ own, policy, changed }: Door, what: string): Promise<Answer> {
  if (policy === 'ask') {
    throw new MemchatError(
      'Nothing was forgotten: the memory is set to ask the user about every change (--memory ask). They can do it with: memchat memory forget',
      'usage',
    );
  }
  const target = targetOf(what, await own.read());
  const gone = await own.forget(target);
  if (gone.revision !== null) changed();
  const isEmpty = isEmptyPlan(gone);
  const structured = { forgotten: !isEmpty, revision: gone.revision, ...sizeOf(gone) };
  const text = isEmpty
    ? 'Nothing that is kept holds that.'
    : `Forgotten for good:\n${render(gone)}`;
  return { structured, text };
}

function sizeOf({ entries, passages, revisions, lines = 0 }: ForgetPlan) {
  return { entries, passages, revisions, lines };
}

function render({ entries, passages, revisions, lines = 0 }: ForgetPlan): string {
  const beside = [
    counted(passages, 'passage of conversation', 'passages of conversation'),
    counted(lines, 'line of what was entered', 'lines of what was entered'),
    counted(revisions, 'past revision'),
  ];
  return [...entries.map(({ text }) => `- ${escapeLine(text)}`), `with ${enumerated(beside)}`].join(
    '\n',
  );
}
