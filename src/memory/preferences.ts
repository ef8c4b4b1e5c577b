import { MAX_FACT, MAX_KEPT_QUOTE, MAX_NAME } from './caps.ts';
import { noChanges } from './changes.ts';
import { type Context, contextsOf } from './context.ts';
import type { Written } from './facts.ts';
import { fold, oneLine } from './fold.ts';
import { problemOfMood } from './mood.ts';
import { problemOfValue } from './preference-value.ts';
import { redact } from './privacy.ts';
import { type Heard, standing, stands } from './provenance.ts';
import { dropPreference } from './revise-preference.ts';
import { preferenceKey } from './slug.ts';
import { namesAnother } from './subject.ts';
import type { Memory, Operations, Preference, PreferenceOperation } from './types.ts';
import type { Hearing } from './verdict.ts';
import { contentWords, overlaps } from './words.ts';

/** Sets one preference, if the user typed its value, or removes it, if they typed of it; else says why not. */
export function applyPreference(
  memory: Memory,
  operation: PreferenceOperation,
  { heard, ground }: Hearing,
  now: string,
): Written {
  const key = preferenceKey(redact(operation.key));
  const value = operation.value === null ? null : redact(oneLine(operation.value));
  const there = Object.hasOwn(memory.preferences, key) ? memory.preferences[key] : undefined;
  // One that was declined is there so that it is not inferred; what the user says outweighs it.
  const old = there?.origin === 'declined' ? undefined : there;
  const text = `${key}: ${value ?? old?.value ?? ''}`.slice(0, MAX_FACT);

  const said = standing(operation.quote, heard);
  if (key === '') return refuse(memory, text, 'it has no key');
  if (said.by !== 'user') return refuse(memory, text, 'you did not say these words');
  const entry = { id: `preference:${key}`, text };
  if (value === null) {
    if (old === undefined) return refuse(memory, text, 'there is no such preference');
    if (!overlaps(new Set(contentWords(text)), new Set(contentWords(operation.quote)))) {
      return refuse(memory, text, 'your words do not visibly say this');
    }
    return dropPreference(memory, key, { turn: said.heard.turn.id, now });
  }
  const problem = problemOfValue({ key, value, quote: operation.quote }, said.heard, ground);
  if (problem !== null) return refuse(memory, text, problem);
  const quote = redact(oneLine(operation.quote)).slice(0, MAX_KEPT_QUOTE);
  const source = { turn: said.heard.turn.id, role: 'user' as const, quote };
  const preference: Preference = { ...there, value, origin: 'stated', source, updatedAt: now };
  const how = old === undefined ? 'added' : old.value === value ? 'confirmed' : 'replaced';
  return {
    memory: {
      ...memory,
      preferences: Object.fromEntries([...Object.entries(memory.preferences), [key, preference]]),
    },
    changes: { ...noChanges(), [how]: [entry] },
  };
}

/** Sets the user's name, if they typed it; else says why not. */
export function applyName(
  memory: Memory,
  operation: NonNullable<Operations['name']>,
  heard: readonly Heard[],
): Written {
  const value = redact(oneLine(operation.value));
  const text = value.slice(0, MAX_NAME);
  if (value === '' || value.length > MAX_NAME) {
    return refuse(memory, text, `a name has 1 to ${MAX_NAME} characters`);
  }
  const said = standing(operation.quote, heard);
  if (said.by !== 'user') return refuse(memory, text, 'you did not say these words');
  if (!stands(fold(value), fold(operation.quote))) {
    return refuse(memory, text, 'the name is not in your words');
  }
  const contexts = contextsOf(operation.quote, said.heard);
  const isTheirs = (context: Context) =>
    problemOfMood(context, '') === null && !namesAnother(context, value);
  if (!contexts.some(isTheirs)) return refuse(memory, text, 'these words do not give your name');
  if (value === memory.name) return { memory, changes: noChanges() };
  const how = memory.name === null ? 'added' : 'replaced';
  return {
    memory: { ...memory, name: value },
    changes: { ...noChanges(), [how]: [{ id: 'name', text: value }] },
  };
}

function refuse(memory: Memory, text: string, reason: string): Written {
  return { memory, changes: { ...noChanges(), refused: [{ text, reason }] } };
}
