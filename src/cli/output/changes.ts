import type { Changes, Entry, Refusal } from '../../memory/changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, marked, type Signs } from './signs.ts';
import { clip, displayWidth } from './width.ts';

/** What is written at once, in the order in which it is told. */
export const WRITTEN = ['added', 'replaced', 'retired', 'confirmed'] as const;

/**
 * Each change on a line: + added, ~ replaced, − no longer, ✓ confirmed, ? proposed, ✗ refused; or in
 * words.
 */
export function changeLines(changes: Changes, signs: Signs = GLYPHS): string[] {
  const lines = WRITTEN.flatMap((kind) =>
    changes[kind].map((entry) => marked(kind, entryText(entry), signs)),
  );
  const behind = signs.speaks ? '' : ' (for your yes)';
  const proposed = changes.proposed.map((entry) =>
    marked('proposed', `${entryText(entry)}${behind}`, signs),
  );
  const refused = refusalLines(changes.refused).map((line) => marked('refused', line, signs));
  return [...lines, ...proposed, ...refused];
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
export function cut(text: string, columns: number | null, { more }: Signs = GLYPHS): string {
  if (columns === null || displayWidth(text) <= columns) return text;
  return `${clip(text, Math.max(columns - more.length, 20))}${more}`;
}
