import { parseTime, unescapeMarkdown } from '../export-markdown.ts';
import type { ImportedFact, ImportedMemory } from './imported.ts';

type Details = Omit<ImportedFact, 'text' | 'tag'>;

/** The fact in a list item; its dates, kind and pin if it ends in the notes that an export writes. */
export function factIn(item: string): ImportedFact {
  const { body, notes } = withNotes(item);
  const details = notes === null ? null : detailsIn(notes);
  const text = details === null ? item : body;
  return { text: unescapeMarkdown(text.replace(/^\[[ xX]\] /, '')).trim(), ...details };
}

/** The preference in a list item of an export; null if it has no key and value. */
export function preferenceIn(item: string): ImportedMemory['preferences'][number] | null {
  const { body, notes } = withNotes(item);
  const text = notes?.join() === 'inferred' ? body : item;
  const parts = /^((?:\\.|[^\\:])*):(.*)$/.exec(text);
  const [key, value] = [parts?.[1] ?? '', parts?.[2] ?? ''].map((part) =>
    unescapeMarkdown(part).trim(),
  );
  return key && value ? { key, value } : null;
}

/** An item and what stands in emphasised brackets at its end, apart by semicolons. */
function withNotes(item: string): { body: string; notes: string[] | null } {
  const found = / \*\(([^*()]*)\)\*$/.exec(item);
  if (found === null) return { body: item, notes: null };
  return { body: item.slice(0, found.index), notes: (found[1] ?? '').split('; ') };
}

/** Null if one of the notes is none of an export. */
function detailsIn(notes: readonly string[]): Details | null {
  const details: Details = { kind: 'semantic', validTo: null, expiresAt: null, pinned: false };
  for (const note of notes) {
    const { since, from, to, expires } = NOTE.exec(note)?.groups ?? {};
    if (note === 'pinned') {
      details.pinned = true;
    } else if (note === 'episodic' || note === 'procedural') {
      details.kind = note;
    } else if (expires !== undefined) {
      const time = parseTime(expires);
      if (time === null) return null;
      details.expiresAt = time;
    } else {
      const time = parseTime(since ?? from ?? '');
      const end = to === undefined ? null : parseTime(to);
      if (time === null || (to !== undefined && end === null)) return null;
      details.validFrom = time;
      details.validTo = end;
    }
  }
  return details;
}

const NOTE = /^(?:since (?<since>.+)|expires (?<expires>.+)|from (?<from>.+?) to (?<to>.+))$/;
