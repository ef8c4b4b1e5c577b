import { type Changes, joinChanges } from '../changes.ts';
import type { Written } from '../facts.ts';
import type { Memory } from '../types.ts';
import type { ImportedMemory } from './imported.ts';
import type { Intake } from './intake.ts';
import { takeFacts } from './intake-facts.ts';
import { takeName, takePreference, takeSummary } from './intake-fields.ts';

/**
 * Takes another memory in: without `yes` each part waits in review; with it, what is new is written
 * as imported and only what the memory has otherwise, or what reads like an order to the assistant,
 * waits. What is known already, too long, empty or nothing but a secret is refused with its reason.
 * The same memory if nothing is taken. Never throws.
 */
export function takeIn(
  memory: Memory,
  imported: ImportedMemory,
  means: Pick<Intake, 'yes' | 'now' | 'newId'>,
): Written {
  const intake: Intake = { ...means, format: imported.format };
  const { name, summary, facts, preferences } = imported;
  const steps: ((current: Memory) => Written)[] = [
    ...(name === null ? [] : [(current: Memory) => takeName(current, name, intake)]),
    ...(summary === null ? [] : [(current: Memory) => takeSummary(current, summary, intake)]),
    ...preferences.map(
      (preference) => (current: Memory) => takePreference(current, preference, intake),
    ),
    (current) => takeFacts(current, facts, intake),
  ];
  let current = memory;
  const done: Changes[] = [];
  for (const step of steps) {
    const written = step(current);
    current = written.memory;
    done.push(written.changes);
  }
  return { memory: current, changes: joinChanges(done) };
}
