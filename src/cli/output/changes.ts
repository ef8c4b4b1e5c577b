import type { Changes, Entry, Refusal } from '../../memory/changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { clip, displayWidth } from './width.ts';

/** How the kinds of change are marked, in the order in which they are told. */
export const MARKS = [
  ['+', 'added'],
  ['~', 'replaced'],
  ['−', 'retired'],
  ['✓', 'confirmed'],
] as const satisfies readonly (readonly [string, keyof Changes])[];

/**
 * Each change on a line: + added, ~ replaced, − no longer, ✓ confirmed, ? proposed, ✗ refused.
 */
export function changeLines(changes: Changes): string[] {
  const lines = MARKS.flatMap(([mark, kind]) =>
    changes[kind].map((entry) => `${mark} ${entryText(entry)}`),
  );
  const proposed = changes.proposed.map((entry) => `? ${entryText(entry)} (for your yes)`);
  return [...lines, ...proposed, ...refusalLines(changes.refused).map((line) => `✗ ${line}`)];
}

/** What was not written, and why. */
export function refusalLines(refusals: readonly Refusal[]): string[] {
  return refusals.map(({ text, reason }) => `${sanitiseLine(text)} (${sanitiseLine(reason)})`);
}

/** A fact speaks for itself; the name, the summary and a field are said to be that. */
export function entryText({ id, text }: Entry): string {
  const kind = id.startsWith('field:') ? 'field' : id;
  const label = ['name', 'summary', 'field'].includes(kind) ? `${kind}: ` : '';
  return `${label}${sanitiseLine(text)}`;
}

/** The text, cut to so many columns; whole where there is no width (null). */
export function cut(text: string, columns: number | null): string {
  if (columns === null || displayWidth(text) <= columns) return text;
  return `${clip(text, Math.max(columns - 1, 20))}…`;
}
