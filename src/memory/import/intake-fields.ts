import { MAX_NAME, MAX_PREFERENCE, MAX_SUMMARY, MAX_SUMMARY_SENTENCES } from '../caps.ts';
import { joinChanges, noChanges } from '../changes.ts';
import type { Written } from '../facts.ts';
import { isOnlySecret } from '../only-secret.ts';
import { readsAsOrder } from '../orders.ts';
import { ADDRESS } from '../preference-value.ts';
import { preferenceOf, writePreference } from '../revise-preference.ts';
import { clean } from '../revise-texts.ts';
import { sentences } from '../sentences.ts';
import { preferenceKey } from '../slug.ts';
import type { Memory } from '../types.ts';
import { words } from '../words.ts';
import type { ImportedMemory } from './imported.ts';
import { ask, IMPORTED_SOURCE, type Intake, KNOWN, ONLY_SECRET, refuse, whyAsk } from './intake.ts';

/** Takes in one preference; one that the user has already, or has dropped, is never overwritten. */
export function takePreference(
  memory: Memory,
  imported: ImportedMemory['preferences'][number],
  intake: Intake,
): Written {
  const key = preferenceKey(clean(imported.key));
  const value = clean(imported.value);
  const text = `${key}: ${value}`.slice(0, MAX_PREFERENCE * 2);
  const problem = problemOfPreference(key, value);
  if (problem !== null) return refuse(memory, text, problem);
  const old = preferenceOf(memory, key);
  if (old?.value === value) return refuse(memory, text, KNOWN);
  const doubt = old === undefined ? null : doubtOver(old.origin === 'declined');
  // How to answer is what a preference says: an order as a value is no reason to ask.
  const reason = whyAsk('', intake, doubt);
  if (reason !== null) {
    return ask(memory, text, { op: 'preference', key, value, quote: '' }, reason, intake);
  }
  const preference = { value, origin: 'imported' as const, source: IMPORTED_SOURCE };
  return writePreference(memory, key, { ...preference, updatedAt: intake.now });
}

/** Takes in the name, if there is none yet; else it waits. */
export function takeName(memory: Memory, imported: string, intake: Intake): Written {
  const name = clean(imported);
  if (name === '' || name === memory.name) return { memory, changes: noChanges() };
  if (isOnlySecret(name)) return refuse(memory, name.slice(0, MAX_NAME), ONLY_SECRET);
  if (name.length > MAX_NAME || words(name).length === 0) {
    return refuse(memory, name.slice(0, MAX_NAME), `a name has 1 to ${MAX_NAME} characters`);
  }
  const doubt = memory.name === null ? null : 'there is a name already';
  const reason = whyAsk(name, intake, doubt);
  if (reason !== null)
    return ask(memory, name, { op: 'name', value: name, quote: '' }, reason, intake);
  return {
    memory: { ...memory, name },
    changes: { ...noChanges(), added: [{ id: 'name', text: name }] },
  };
}

/** Takes in the summary as far as one goes, if there is none yet; else it waits. */
export function takeSummary(memory: Memory, imported: string, intake: Intake): Written {
  const kept: string[] = [];
  const refused: Written[] = [];
  for (const sentence of sentences(clean(imported))) {
    const problem = problemOfSentence(sentence, kept);
    if (problem === null) kept.push(sentence);
    else refused.push(refuse(memory, sentence.slice(0, MAX_SUMMARY), problem));
  }
  const changes = joinChanges(refused.map((one) => one.changes));
  const summary = kept.join(' ');
  if (summary === '' || summary === memory.summary) return { memory, changes };
  const doubt = memory.summary === '' ? null : 'there is a summary already';
  const reason = whyAsk('', intake, doubt);
  if (reason === null) {
    const added = [{ id: 'summary', text: summary }];
    return { memory: { ...memory, summary }, changes: { ...changes, added } };
  }
  const asked = ask(memory, summary, { op: 'summary', value: summary, quote: '' }, reason, intake);
  return { memory: asked.memory, changes: joinChanges([changes, asked.changes]) };
}

function problemOfPreference(key: string, value: string): string | null {
  if (key === '') return 'it has no key';
  if (isOnlySecret(value)) return ONLY_SECRET;
  if (value === '' || value.length > MAX_PREFERENCE) {
    return `its value is empty or has more than ${MAX_PREFERENCE} characters`;
  }
  if (ADDRESS.test(value)) return 'its value holds a web address';
  return words(value).length === 0 ? 'its value says nothing' : null;
}

function doubtOver(isDeclined: boolean): string {
  return isDeclined ? 'you dropped this preference' : 'there is another value already';
}

function problemOfSentence(sentence: string, before: readonly string[]): string | null {
  if (isOnlySecret(sentence)) return ONLY_SECRET;
  if (readsAsOrder(sentence)) return 'it reads like an order to the assistant';
  const fits =
    before.length < MAX_SUMMARY_SENTENCES && [...before, sentence].join(' ').length <= MAX_SUMMARY;
  return fits
    ? null
    : `a summary has at most ${MAX_SUMMARY_SENTENCES} sentences and ${MAX_SUMMARY} characters`;
}
