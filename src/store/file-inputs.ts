import fs from 'node:fs';
import { errnoOf, MemchatError } from '../errors.ts';
import type { Passage } from '../memory/turn.ts';
import { notPlain, reading, writing } from './failures.ts';
import { ensureDirectory, ensureRoot, isDirectory, readPlain, syncDirectory } from './files.ts';
import { decodeInput, encodeInput, isTooLong } from './input-line.ts';
import { discard, removeFile, writeTemporary } from './new-file.ts';
import { type Place, placeOf } from './paths.ts';
import type { Inputs } from './port.ts';

/** A larger file, in bytes, loses its older half. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Others who rewrite a file of the housekeeping may delete our unfinished one: then it begins again. */
const MOST_TRIES = 100;

/** What was entered, in `.<user>/inputs.jsonl`: one JSON line for each entry. */
export class FileInputs implements Inputs {
  readonly #directory: string;
  readonly #appends: boolean;

  /** `appends` false: nothing is added; what is there from before can be read and forgotten. */
  constructor({ directory, appends = true }: { directory: string; appends?: boolean }) {
    this.#directory = directory;
    this.#appends = appends;
  }

  async append(user: string, entry: readonly Passage[]): Promise<void> {
    if (!this.#appends || isTooLong(entry)) return;
    const place = placeOf(this.#directory, user);
    await writing(place.inputs, async () => {
      await ensureRoot(place.directory);
      await ensureDirectory(place.house);
      if (appendLine(place, encodeInput(entry)) <= MOST_BYTES) return;
      const half = linesOf(place).length / 2;
      await retain(place, (_, age) => age < half);
    });
  }

  async recent(user: string, limit: number): Promise<Passage[][]> {
    const place = placeOf(this.#directory, user);
    const lines = await reading(place.inputs, async () => linesOf(place));
    if (limit <= 0) return [];
    return lines.slice(-limit).flatMap((line) => {
      const entry = decodeInput(line);
      return entry === null ? [] : [entry];
    });
  }

  async retain(
    user: string,
    keep: (entry: readonly Passage[], age: number) => boolean,
  ): Promise<number> {
    const place = placeOf(this.#directory, user);
    return writing(place.inputs, () => retain(place, keep));
  }
}

function linesOf(place: Place): string[] {
  if (!isDirectory(place.house)) return [];
  const text = readPlain(place.inputs)?.bytes.toString() ?? '';
  return text.split('\n').filter((line) => line !== '');
}

/** The size of the file with the line at its end. */
function appendLine(place: Place, line: string): number {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  let fd: number;
  try {
    fd = fs.openSync(place.inputs, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  } catch (error) {
    if (errnoOf(error) === 'ELOOP') throw notPlain(place.inputs, 'a symbolic link');
    throw error;
  }
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) throw notPlain(place.inputs, 'not a plain file');
    fs.fchmodSync(fd, 0o600);
    const last = Buffer.alloc(1);
    if (stat.size > 0) fs.readSync(fd, last, 0, 1, stat.size - 1);
    // A line that a stopped process left unfinished stays alone on its line. In one write, so that
    // what several processes append does not mix.
    const start = stat.size === 0 || last.toString() === '\n' ? '' : '\n';
    return stat.size + fs.writeSync(fd, Buffer.from(`${start}${line}\n`));
  } finally {
    fs.closeSync(fd);
  }
}

async function retain(
  place: Place,
  keep: (entry: readonly Passage[], age: number) => boolean,
): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const lines = linesOf(place);
    const entries = lines.map(decodeInput);
    const kept = entries.filter((entry, index) => entry && keep(entry, lines.length - 1 - index));
    if (kept.length === lines.length) return 0;
    const gone = entries.filter((entry) => entry !== null).length - kept.length;
    if (kept.length === 0) {
      removeFile(place.inputs);
      await syncDirectory(place.house);
      return gone;
    }
    const text = kept.map((entry) => `${encodeInput(entry ?? [])}\n`).join('');
    if (await replace(place, text)) return gone;
    if (tries < MOST_TRIES) continue;
    throw new MemchatError(
      `${place.inputs} was not written: other processes kept writing at the same time. Try again in a moment.`,
      'lock-busy',
    );
  }
}

/** False: the unfinished file was deleted by somebody who rewrites another one. */
async function replace(place: Place, text: string): Promise<boolean> {
  const draft = await writeTemporary(place.house, Buffer.from(text), { durable: true });
  try {
    fs.renameSync(draft, place.inputs);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  } finally {
    discard(draft);
  }
  await syncDirectory(place.house);
  return true;
}
