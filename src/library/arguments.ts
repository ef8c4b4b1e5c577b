import { MemchatError } from '../errors.ts';
import { isTime } from '../memory/iso-time.ts';
import { isRecord } from '../memory/json.ts';
import { MAX_MESSAGE, type Passage } from '../memory/turn.ts';

// Programs without types call the library as well, and pass on what came over the network.

/** A refusal of an argument; the value itself may be the user's words and is not repeated. */
export function notValid(what: string): MemchatError {
  return new MemchatError(`${what}.`, 'usage');
}

/** @throws MemchatError `usage` for what is no text, or has more than `most` characters. */
export function textOf(name: string, value: unknown, most: number): string {
  if (typeof value !== 'string') throw notValid(`"${name}" has to be a text`);
  if (value.length > most) {
    throw notValid(`"${name}" has ${value.length} characters; the limit is ${most}`);
  }
  return value;
}

/** @throws MemchatError `usage` for what is no text, is empty, or has more than `most` characters. */
export function wordsOf(name: string, value: unknown, most: number): string {
  const text = textOf(name, value, most);
  if (text.trim() === '') throw notValid(`"${name}" is empty`);
  return text;
}

/** @throws MemchatError `usage` for what is no whole number from `least` to `most`. */
export function numberOf(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw notValid(`"${name}" has to be a whole number from ${least} to ${most}`);
}

/** @throws MemchatError `usage` for what is none of `all`. */
export function oneOf<T extends string>(name: string, value: unknown, all: readonly T[]): T {
  const found = all.find((one) => one === value);
  if (found === undefined) throw notValid(`"${name}" has to be one of ${all.join(', ')}`);
  return found;
}

/** @throws MemchatError `usage` for what is no time of ISO 8601. */
export function timeOf(name: string, value: unknown): string {
  if (typeof value === 'string' && isTime(value)) return value;
  throw notValid(`"${name}" has to be a time like 2026-03-01T10:00:00.000Z`);
}

/** @throws MemchatError `usage` for what is no object. */
export function recordOf(name: string, value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw notValid(`"${name}" has to be an object`);
}

/**
 * What a user said as passages: a text is their own words.
 * @throws MemchatError `usage` for anything but a text or passages, or more than 200,000 characters.
 */
export function passagesOf(name: string, value: unknown): Passage[] {
  if (!Array.isArray(value)) {
    return [{ origin: 'typed', text: wordsOf(name, value, MAX_MESSAGE) }];
  }
  const passages = value.map((one: unknown): Passage => {
    const { origin, text } = recordOf(name, one);
    return {
      origin: oneOf(`${name}[].origin`, origin, ['typed', 'third-party']),
      text: textOf(`${name}[].text`, text, MAX_MESSAGE),
    };
  });
  wordsOf(name, passages.map(({ text }) => text).join(''), MAX_MESSAGE);
  return passages;
}
