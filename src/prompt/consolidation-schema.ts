import * as z from 'zod/mini';
import type { Consolidation } from '../memory/consolidate.ts';
import type { Fact } from '../memory/types.ts';
import { idOf, jsonSchemaOf, readFields } from './consolidation-reading.ts';
import type { OutputSchema } from './structured.ts';

const merge = z.object({ targets: z.array(z.int()), text: z.string() });
const rewrite = z.object({ target: z.int(), text: z.string() });
const retirement = z.object({
  target: z.int(),
  reason: z.string(),
  covered_by: z.nullable(z.int()),
});

// The order of the fields is the order in which the model writes them: the reasoning first.
const schema = z.object({
  reasoning: z.string(),
  merges: z.array(merge),
  rewrites: z.array(rewrite),
  retire: z.array(retirement),
  summary: z.nullable(z.string()),
});

/** What the memory model answers, before any of it is checked against the facts. */
export type TidyAnswer = z.infer<typeof schema>;

/**
 * The answer of a request to tidy up, read part by part: an item with a wrong type is left out and
 * named; only an answer that is no JSON object with at least one of the fields is unreadable.
 */
export const consolidationSchema: OutputSchema<TidyAnswer> = {
  name: 'consolidation',
  get jsonSchema() {
    return jsonSchemaOf(schema);
  },
  read(text) {
    return readFields(text, Object.keys(schema.shape), (fields) => ({
      reasoning: fields.text('reasoning') ?? '',
      merges: fields.list('merges', merge),
      rewrites: fields.list('rewrites', rewrite),
      retire: fields.list('retire', retirement),
      summary: fields.text('summary'),
    }));
  },
};

/** The answer as operations on the facts that were listed: short numbers become their ids. */
export function toConsolidation(answer: TidyAnswer, facts: readonly Fact[]): Consolidation {
  const id = (number: number) => idOf(number, facts);
  return {
    merges: answer.merges.map(({ targets, text }) => ({ targets: targets.map(id), text })),
    rewrites: answer.rewrites.map(({ target, text }) => ({ target: id(target), text })),
    retire: answer.retire.map(({ target, reason, covered_by: cover }) => ({
      target: id(target),
      reason,
      coveredBy: cover === null ? null : id(cover),
    })),
    summary: answer.summary,
  };
}
