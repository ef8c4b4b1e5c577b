import * as z from 'zod/mini';
import { parseRecord } from '../memory/json.ts';
import type { Fact, Operations } from '../memory/types.ts';
import type { OutputSchema } from './structured.ts';

/** An answer larger than this is refused unread, in characters. */
const MAX_ANSWER = 1_000_000;

const nullableText = z.nullable(z.string());

const factSchema = z.object({
  op: z.enum(['add', 'replace', 'retire', 'confirm']),
  target: z.nullable(z.int()),
  kind: z.enum(['semantic', 'episodic', 'procedural']),
  tag: z.string(),
  text: nullableText,
  quote: z.string(),
  answers: nullableText,
  happened_on: nullableText,
  expires_in_days: z.nullable(z.int()),
});

const nameSchema = z.object({ value: z.string(), quote: z.string() });

const preferenceSchema = z.object({ key: z.string(), value: nullableText, quote: z.string() });

// The order of the fields is the order in which the model writes them: the reasoning first.
const schema = z.object({
  reasoning: z.string(),
  summary: nullableText,
  name: z.nullable(nameSchema),
  facts: z.array(factSchema),
  preferences: z.array(preferenceSchema),
});

const CONTENT = Object.keys(schema.shape).filter((field) => field !== 'reasoning');

/** What the memory model answers, before any of it is checked against what was said. */
export type Extraction = z.infer<typeof schema>;

/**
 * The answer of an extraction request. Reading is lenient part by part: an item with a wrong type
 * is left out and named, the rest stands; only an answer that is no JSON object with at least one
 * of the fields beside the reasoning is unreadable. An empty extraction has empty lists, it is never a failed one.
 */
export const extractionSchema: OutputSchema<Extraction> = {
  name: 'extraction',
  get jsonSchema() {
    return z.toJSONSchema(schema, {
      // Structured outputs know no number ranges; a safe integer's are no information anyway.
      override: ({ jsonSchema }) => {
        delete jsonSchema.minimum;
        delete jsonSchema.maximum;
      },
    });
  },
  read(text) {
    if (text.length > MAX_ANSWER) {
      return { ok: false, problem: `the answer has more than ${MAX_ANSWER} characters` };
    }
    const parsed = parseRecord(text);
    if (parsed === null) return { ok: false, problem: 'the answer is not a JSON object' };
    if (!CONTENT.some((field) => Object.hasOwn(parsed, field))) {
      return { ok: false, problem: 'the answer has none of the fields that were asked for' };
    }
    if (parsed.facts !== undefined && !Array.isArray(parsed.facts)) {
      return { ok: false, problem: 'facts is not a list' };
    }
    const problems: string[] = [];
    const one = <T>(name: string, part: z.ZodMiniType<T>, value: unknown, empty: T): T => {
      if (value === undefined) return empty;
      const result = part.safeParse(value);
      if (result.success) return result.data;
      problems.push(`${name}: ${describe(result.error)}`);
      return empty;
    };
    const many = <T>(name: string, part: z.ZodMiniType<T>, value: unknown): T[] => {
      const items = one<unknown[]>(name, z.array(z.unknown()), value, []);
      return items.flatMap((item, index) => {
        const read = one<T | null>(`${name}[${index}]`, z.nullable(part), item, null);
        return read === null ? [] : [read];
      });
    };
    const value: Extraction = {
      reasoning: typeof parsed.reasoning === 'string' ? parsed.reasoning : '',
      summary: one('summary', nullableText, parsed.summary, null),
      name: one('name', z.nullable(nameSchema), parsed.name, null),
      facts: many('facts', factSchema, parsed.facts),
      preferences: many('preferences', preferenceSchema, parsed.preferences),
    };
    return { ok: true, value, problems };
  },
};

/**
 * The extraction as operations on the memory: short numbers become the ids of the facts that were
 * listed. A number that was not listed stays a target that no fact has, which `apply` refuses.
 */
export function toOperations(extraction: Extraction, facts: readonly Fact[]): Operations {
  return {
    summary: extraction.summary,
    name: extraction.name,
    preferences: extraction.preferences,
    facts: extraction.facts.map(({ target, happened_on, expires_in_days, ...rest }) => ({
      ...rest,
      target: target === null ? null : (facts[target - 1]?.id ?? `#${target}`),
      happenedOn: happened_on,
      expiresInDays: expires_in_days,
    })),
  };
}

function describe(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'not valid';
  return `${issue.path.join('.')} ${issue.message}`.trim();
}
