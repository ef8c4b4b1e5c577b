import * as z from 'zod/mini';
import { parseRecord } from '../memory/json.ts';
import type { Fact } from '../memory/types.ts';

/** An answer larger than this is refused unread, in characters. */
const MAX_ANSWER = 1_000_000;

/** The fields of an answer, each read on its own; what is not valid is left out and named. */
export interface Fields {
  /** The items that are valid. */
  list<T>(name: string, item: z.ZodMiniType<T>): T[];
  /** null where there is none. */
  text(name: string): string | null;
}

/** Reads an answer part by part; not at all if it is no JSON object with one of the fields. */
export function readFields<T>(
  answer: string,
  names: readonly string[],
  read: (fields: Fields) => T,
): { ok: true; value: T; problems: string[] } | { ok: false; problem: string } {
  if (answer.length > MAX_ANSWER) {
    return { ok: false, problem: `the answer has more than ${MAX_ANSWER} characters` };
  }
  const parsed = parseRecord(answer);
  if (parsed === null) return { ok: false, problem: 'the answer is not a JSON object' };
  if (!names.some((name) => Object.hasOwn(parsed, name))) {
    return { ok: false, problem: 'the answer has none of the fields that were asked for' };
  }
  const problems: string[] = [];
  const valid = <V>(name: string, form: z.ZodMiniType<V>, value: unknown): V[] => {
    const result = form.safeParse(value);
    if (result.success) return [result.data];
    const [issue] = result.error.issues;
    problems.push(`${name}: ${`${issue?.path.join('.')} ${issue?.message}`.trim()}`);
    return [];
  };
  const value = read({
    list: (name, item) =>
      valid(name, z.array(z.unknown()), parsed[name] ?? [])
        .flat()
        .flatMap((entry, index) => valid(`${name}[${index}]`, item, entry)),
    text: (name) => valid(name, z.nullable(z.string()), parsed[name] ?? null)[0] ?? null,
  });
  return { ok: true, value, problems };
}

/** The JSON schema of an answer as structured outputs take it: they know no number ranges. */
export function jsonSchemaOf(schema: z.ZodMiniType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum;
      delete jsonSchema.maximum;
    },
  });
}

/**
 * The id of the fact that was listed under a number, from 1. A number that was not listed becomes an
 * id that no fact has, and what is asked of it is refused.
 */
export function idOf(number: number, facts: readonly Fact[]): string {
  return facts[number - 1]?.id ?? `#${number}`;
}
