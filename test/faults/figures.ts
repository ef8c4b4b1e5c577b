import fs from 'node:fs';

/** Names the file that collects the figures of a run; not set where nobody wants them. */
export const FIGURES = 'MEMCHAT_FAULT_FIGURES';

/** What was counted under a fault. */
export interface Measured {
  fault: string;
  figures: Record<string, number | string>;
}

/** What could not be run here. */
export interface Skipped {
  skipped: string;
  reason: string;
}

/**
 * Adds a row to the table at the end of `npm run test:faults`; nothing elsewhere. The table has
 * columns for `runs`, `acknowledged`, `lost`, `twice` and `corrupt`; any other figure is named in
 * the last column. Of several rows with one name the numbers are added up.
 */
export function record(fault: string, figures: Record<string, number | string>): void {
  append({ fault, figures });
}

/** Says what could not be run: in the report of the rig, else on stderr. */
export function recordSkipped(skipped: string, reason: string): void {
  if (append({ skipped, reason })) return;
  process.stderr.write(`not run here: ${skipped}, because ${reason}\n`);
}

function append(line: Measured | Skipped): boolean {
  const file = process.env[FIGURES];
  if (file === undefined) return false;
  fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
  return true;
}
