import { isoDate } from './english/dates.ts';
import { type KnownFact, readBlock, readFact } from './knowledge.ts';

/** What was looked up for the user's message, by a `<recalled>` block or by a tool. */
export interface Recalled {
  /** Facts that hold, oldest first. */
  facts: KnownFact[];
  /** Facts that held once, oldest first. */
  past: KnownFact[];
  /** What the user said, best first. */
  said: { date: string; text: string }[];
}

const FACT = /^- \[/u;
const PAST = /^- \[(.{0,200}?) · (\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})\] (.+)$/u;
const SAID = /^- (\d{4}-\d{2}-\d{2}), the user said: (.+)$/u;

/** Reads what was recalled, line by line. Lines of another form are left out, repeated ones as well. */
export function readRecalled(texts: readonly string[], name: string | null): Recalled {
  const recalled: Recalled = { facts: [], past: [], said: [] };
  const holding: string[] = [];
  for (const line of new Set(texts.join('\n').split('\n'))) {
    const [, tag = '', from = '', until = '', text] = PAST.exec(line) ?? [];
    const [, on = '', words] = SAID.exec(line) ?? [];
    if (text !== undefined) {
      const fact = readFact({ number: null, tag, date: isoDate(from), text: text.trim() }, name);
      recalled.past.push({ ...fact, until });
    } else if (words !== undefined) recalled.said.push({ date: on, text: words.trim() });
    else if (FACT.test(line)) holding.push(line);
  }
  const naming = name === null ? [] : [`Name: ${name}`];
  recalled.facts = readBlock([...naming, ...holding].join('\n')).facts;
  recalled.past.sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
  return recalled;
}
