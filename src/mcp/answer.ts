import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { codeOf } from '../errors.ts';

/** What a tool answers when it fails: `code` is that of MemchatError, or "other". */
const failure = z.strictObject({
  code: z.string().describe('Why it failed, as a stable word.'),
  message: z.string().describe('What happened and what to do.'),
});

/**
 * The output schema of a tool. A failure is a part of it, for clients of the first line of the SDK
 * check errors against it as well.
 */
export function outputOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.union([z.strictObject(shape), failure]);
}

/** An answer for programs, and the same as text for a model. */
export interface Answer {
  structured: Record<string, unknown>;
  text: string;
}

/** Carries out a call. Never rejects: what goes wrong is an answer of the tool, in words. */
export async function answered(work: () => Promise<Answer>): Promise<CallToolResult> {
  try {
    const { structured, text } = await work();
    return { content: [{ type: 'text', text }], structuredContent: structured };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = codeOf(error) ?? 'other';
    return {
      content: [{ type: 'text', text: message }],
      structuredContent: { code, message },
      isError: true,
    };
  }
}
