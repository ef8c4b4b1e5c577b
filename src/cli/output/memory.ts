import type { Memory } from '../../memory/types.ts';
import { sanitiseLine } from './sanitise.ts';

/** What is remembered, as plain text for a person; ends without a line break. */
export function renderMemory(memory: Memory): string {
  const sections: string[] = [];
  if (memory.name !== null) sections.push(`Name: ${sanitiseLine(memory.name)}`);
  const preferences = Object.entries(memory.preferences);
  if (preferences.length > 0) {
    const items = preferences.map(([key, { value, origin }]) => {
      const note = origin === 'inferred' ? ' (inferred)' : '';
      return `  ${sanitiseLine(key)}: ${sanitiseLine(value)}${note}`;
    });
    sections.push(['Preferences:', ...items].join('\n'));
  }
  if (memory.summary !== '') sections.push(`Summary: ${sanitiseLine(memory.summary)}`);
  if (memory.keyFacts.length > 0) {
    const items = memory.keyFacts.map((fact) => {
      const pin = fact.pinned ? ', pinned' : '';
      return `  ${sanitiseLine(fact.text)} (${fact.validFrom.slice(0, 10)}${pin})`;
    });
    sections.push(['Facts:', ...items].join('\n'));
  }
  if (sections.length === 0) sections.push('Nothing is remembered yet.');
  const waiting = memory.review.length;
  if (waiting > 0) {
    const noun = waiting === 1 ? 'thing waits' : 'things wait';
    sections.push(`${waiting} ${noun} for your yes.`);
  }
  return sections.join('\n');
}
