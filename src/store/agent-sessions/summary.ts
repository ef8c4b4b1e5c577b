import fs from 'node:fs';
import path from 'node:path';
import { isRecord, parseRecord } from '../../memory/json.ts';
import { readPlain } from '../files.ts';
import { discard, writeTemporary } from '../new-file.ts';

const SUMMARY = 'summary.json';

/** How long each file is, in bytes, by its name. */
export type Sizes = Record<string, number>;

export function sizesOf(files: readonly string[]): Sizes {
  const sizes: Sizes = {};
  for (const file of files) {
    sizes[path.basename(file)] = fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
  return sizes;
}

/** What was kept of a summary; null unless it was made from files of exactly these sizes. */
export function keptSummary(folder: string, sizes: Sizes): Record<string, unknown> | null {
  const kept = parseRecord(readPlain(path.join(folder, SUMMARY))?.bytes.toString() ?? '');
  if (kept === null || JSON.stringify(kept.sizes) !== JSON.stringify(sizes)) return null;
  return isRecord(kept.data) ? kept.data : null;
}

/** Never throws: where it cannot be kept it is made again. */
export async function keepSummary(
  folder: string,
  sizes: Sizes,
  data: Record<string, unknown>,
): Promise<void> {
  let draft: string | null = null;
  try {
    draft = await writeTemporary(folder, Buffer.from(JSON.stringify({ sizes, data })), {
      durable: false,
    });
    fs.renameSync(draft, path.join(folder, SUMMARY));
  } catch {
    if (draft !== null) discard(draft);
  }
}
