/** Whether a value of JSON is an object: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON object in a text; null for anything else. Never throws: what the text should have been,
 * and whether its parser's excerpt may be shown, only the caller knows.
 */
export function parseRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * A copy of a value as `JSON.parse` makes them: objects, lists, texts, numbers, booleans, null.
 * `__proto__` keys are left out. Several times faster than `structuredClone`, which must be ready
 * for anything.
 */
export function copied<T>(value: T): T;
export function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copied(item));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key !== '__proto__') copy[key] = copied(value[key]);
  }
  return copy;
}
