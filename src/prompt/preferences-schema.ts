import * as z from 'zod/mini';
import type { Inference } from '../memory/infer.ts';
import { parseRecord } from '../memory/json.ts';
import { INFERABLE, TOPICS } from '../memory/preference-words.ts';
import type { OutputSchema } from './structured.ts';

/** An answer larger than this is refused unread, in characters. */
const MAX_ANSWER = 1_000_000;

/** What is read; whether it is within the vocabulary, `infer` decides. */
const inference = z.object({ key: z.string(), value: z.string(), quotes: z.array(z.string()) });

/** What the memory model answers, before any of it is checked against what was typed. */
export interface InferredPreferences {
  reasoning: string;
  preferences: Inference[];
}

/**
 * The answer of a request to infer preferences. It is asked for in the words of the vocabulary, and
 * read part by part: an item with a wrong type is left out and named; only an answer that is no JSON
 * object with a list of preferences is unreadable. Nothing inferred is an empty list.
 */
export const preferencesSchema: OutputSchema<InferredPreferences> = {
  name: 'preferences',
  get jsonSchema() {
    const item = (key: string, value: z.ZodMiniType) =>
      z.object({ key: z.literal(key), value, quotes: z.array(z.string()) });
    const closed = Object.entries(INFERABLE).map(([key, values]) => item(key, z.enum(values)));
    const preferences = z.array(z.union([...closed, item(TOPICS, z.string())]));
    return z.toJSONSchema(z.object({ reasoning: z.string(), preferences }));
  },
  read(text) {
    if (text.length > MAX_ANSWER) {
      return { ok: false, problem: `the answer has more than ${MAX_ANSWER} characters` };
    }
    const parsed = parseRecord(text);
    if (parsed === null) return { ok: false, problem: 'the answer is not a JSON object' };
    const { reasoning, preferences } = parsed;
    if (!Array.isArray(preferences)) return { ok: false, problem: 'preferences is not a list' };
    const problems: string[] = [];
    const found = preferences.flatMap((item: unknown, index) => {
      const result = inference.safeParse(item);
      if (result.success) return [result.data];
      const [issue] = result.error.issues;
      const where = issue?.path.join('.') ?? '';
      problems.push(`preferences[${index}]: ${`${where} ${issue?.message ?? ''}`.trim()}`);
      return [];
    });
    const value = {
      reasoning: typeof reasoning === 'string' ? reasoning : '',
      preferences: found,
    };
    return { ok: true, value, problems };
  },
};
