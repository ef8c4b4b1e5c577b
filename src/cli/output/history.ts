import type { HistoryEntry } from '../../chat/history.ts';
import { isQuiet } from '../../memory/difference.ts';
import { changeLines, cut } from './changes.ts';
import { ago } from './greeting.ts';
import { GLYPHS, type Signs } from './signs.ts';
import { dim } from './terminal.ts';

export interface HistoryLook {
  colour: boolean;
  /** Width of the terminal; null: lines are not cut. */
  columns: number | null;
  /** Now, ISO 8601. */
  now: string;
  /** Default glyphs. */
  signs?: Signs;
}

/**
 * The history for a person, newest first: number, local time and kind of each revision, and what it
 * changed below. What was undone is faint, and so are turns of which nothing was learned, those in
 * a row on one line. Ends without a line break.
 */
export function renderHistory(entries: readonly HistoryEntry[], look: HistoryLook): string {
  const rows = inRuns(entries).map((run) => ({ run, number: numberOf(run, look) }));
  const width = rows.reduce((most, { number }) => Math.max(most, number.length), 0);
  return rows.map(({ run, number }) => renderRun(run, number.padStart(width), look)).join('\n');
}

/** Entries one by one, but turns of which nothing was learned together while they follow each other. */
function inRuns(entries: readonly HistoryEntry[]): HistoryEntry[][] {
  const runs: HistoryEntry[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    const previous = last?.at(-1);
    if (previous !== undefined && isIdleTurn(previous) && isIdleTurn(entry)) last?.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function isIdleTurn({ turn, reason, undone, changes }: HistoryEntry): boolean {
  return turn !== null && reason === 'commit' && !undone && changes !== null && isQuiet(changes);
}

function numberOf(run: readonly HistoryEntry[], { signs = GLYPHS }: HistoryLook): string {
  const newest = run[0]?.revision ?? 0;
  const oldest = run.at(-1)?.revision ?? newest;
  return oldest === newest ? `${newest}` : `${oldest}${signs.to}${newest}`;
}

function renderRun(run: readonly HistoryEntry[], number: string, look: HistoryLook): string {
  const [entry] = run;
  if (entry === undefined) return '';
  const { signs = GLYPHS } = look;
  const { changes, undone, at } = entry;
  const head = [number, localTime(at), kindOf(run)].join('  ');
  const age = Number.isNaN(Date.parse(at)) ? '' : `${signs.between}${ago(at, look.now)}`;
  const lines = changes === null ? unknownChanges(entry) : changeLines(changes, signs);
  const indent = ' '.repeat(number.length + 2);
  const body = lines.map((line) => cut(`${indent}${line}`, look.columns, signs));
  if (undone || changes === null || lines.length === 0) {
    return dim([`${head}${age}`, ...body].join('\n'), look.colour);
  }
  return [`${head}${dim(age, look.colour)}`, ...body].join('\n');
}

/** What was forgotten is not told again. */
function unknownChanges({ reason }: HistoryEntry): string[] {
  return reason === 'forgotten' ? [] : ['what it changed is not known'];
}

function kindOf(run: readonly HistoryEntry[]): string {
  const [entry] = run;
  if (entry === undefined) return '';
  const { revision, reason, of, turn, undone, changes } = entry;
  if (run.length > 1) return `${run.length} turns, nothing learned`;
  const quiet = changes !== null && isQuiet(changes);
  if (reason === 'commit' && revision === 0) return 'the memory began';
  const note = undone ? ', undone' : '';
  switch (reason) {
    case 'commit':
      if (turn !== null) return `turn${quiet ? ', nothing learned' : ''}${note}`;
      return `change${quiet ? ', nothing to show' : ''}${note}`;
    case 'revised':
      return `your change${quiet ? ', nothing to show' : ''}${note}`;
    case 'tidied':
      return `tidied${quiet ? ', nothing to show' : ''}${note}`;
    case 'forgotten':
      return 'something was forgotten';
    case 'edited':
      return `your edit${quiet ? ', nothing to show' : ''}${note}`;
    case 'imported':
      return `imported file${note}`;
    case 'undone':
      return `undo of ${of}${note}`;
    case 'restored':
      return `restore of ${of}${note}`;
  }
}

/** `2026-11-20 18:04` where it is asked; a time that is none (a damaged file) is as long. */
function localTime(at: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return 'time not known '.padEnd(16);
  // Not by Intl, whose tables take as long to load as the rest of a start.
  const date = new Date(time);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits);
  return `${day.join('-')} ${[date.getHours(), date.getMinutes()].map(twoDigits).join(':')}`;
}

function twoDigits(number: number): string {
  return `${number}`.padStart(2, '0');
}
