import type { OutputSchema } from '../../prompt/structured.ts';

/** More opening braces than this are not tried: it keeps a hostile answer from costing time. */
const MAX_STARTS = 64;

type Read<T> = ReturnType<OutputSchema<T>['read']>;

/**
 * Reads an answer that should be one JSON object, also where a preamble, fences or a chain of
 * thought stand around it: the longest object in it that the schema can read. Never throws.
 */
export function readAnswer<T>(text: string, schema: OutputSchema<T>): Read<T> {
  const whole = schema.read(text.trim());
  if (whole.ok) return whole;
  const objects = jsonObjectsIn(text).sort((a, b) => b.length - a.length);
  const readings = objects.map((object) => schema.read(object));
  return readings.find((reading) => reading.ok) ?? readings[0] ?? whole;
}

/** The outermost balanced `{…}` of a text that are JSON, in order. */
function jsonObjectsIn(text: string): string[] {
  const objects: string[] = [];
  let start = text.indexOf('{');
  for (let tried = 0; start !== -1 && tried < MAX_STARTS; tried++) {
    const end = endOfObject(text, start);
    const candidate = end === -1 ? '' : text.slice(start, end);
    const next = isJson(candidate) ? end : start + 1;
    if (next === end) objects.push(candidate);
    start = text.indexOf('{', next);
  }
  return objects;
}

/** Behind the brace that closes the one at `start`, braces in strings apart; -1 when none does. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i + 1;
  }
  return -1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
