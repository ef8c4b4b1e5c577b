import * as z from 'zod/mini';
import type { Fact } from '../memory/types.ts';
import type { Stale } from '../memory/verify.ts';
import { idOf, jsonSchemaOf, readFields } from './consolidation-reading.ts';
import type { OutputSchema } from './structured.ts';

const stale = z.object({ target: z.int(), quote: z.string(), reason: z.string() });

// The order of the fields is the order in which the model writes them: the reasoning first.
const schema = z.object({ reasoning: z.string(), stale: z.array(stale) });

/** What the memory model answers, before any of it is checked against what was typed. */
export type VerificationAnswer = z.infer<typeof schema>;

/** The answer of a verification request, read part by part like that of a consolidation. */
export const verificationSchema: OutputSchema<VerificationAnswer> = {
  name: 'verification',
  get jsonSchema() {
    return jsonSchemaOf(schema);
  },
  read(text) {
    return readFields(text, Object.keys(schema.shape), (fields) => ({
      reasoning: fields.text('reasoning') ?? '',
      stale: fields.list('stale', stale),
    }));
  },
};

/** What is stale among the facts that were listed: short numbers become their ids. */
export function toStale(answer: VerificationAnswer, facts: readonly Fact[]): Stale[] {
  return answer.stale.map(({ target, quote }) => ({ target: idOf(target, facts), quote }));
}
