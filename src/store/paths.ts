import { createHash } from 'node:crypto';
import path from 'node:path';
import { MemchatError } from '../errors.ts';
import { normalizeUser } from '../memory/user-id.ts';

/** Where everything that is kept of one user lies. All paths are absolute if the folder is. */
export interface Place {
  /** The id in NFC, as it stands inside the file. */
  user: string;
  /** The folder of the store. */
  directory: string;
  /** The memory itself: the file that the user owns. */
  main: string;
  /** The folder of the housekeeping. */
  house: string;
  revisions: string;
  pending: string;
  quarantine: string;
  transcript: string;
  vectors: string;
  /** What was entered at the prompt. */
  inputs: string;
  /** What requests have cost: the ledger. */
  costs: string;
  lock: string;
}

/** The refusal of a memory under an id that is not the one inside it. */
export function foreignMemory(): MemchatError {
  return new MemchatError('A memory was to be written under the id of another user.', 'usage');
}

const PLAIN = /^[a-z0-9][a-z0-9._-]{0,63}$/;
// Windows reserves these with any extension; `memchat` would claim `.memchat`, the store's marker;
// and Windows drops a dot at the end of a name, so that two ids would share a folder.
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$|^memchat$|\.$/;

/** The name of the user's file without `.json`: the id itself where it is plain, else `~<sha256>`. */
export function stemOf(user: string): string {
  const id = normalizeUser(user);
  if (PLAIN.test(id) && !RESERVED.test(id)) return id;
  return `~${createHash('sha256').update(id).digest('hex')}`;
}

/**
 * Where the user's files are in the store's folder.
 * @throws MemchatError `usage` as `normalizeUser`.
 */
export function placeOf(directory: string, user: string): Place {
  const stem = stemOf(user);
  const house = path.join(directory, `.${stem}`);
  return {
    user: normalizeUser(user),
    directory,
    main: path.join(directory, `${stem}.json`),
    house,
    revisions: path.join(house, 'revisions'),
    pending: path.join(house, 'pending'),
    quarantine: path.join(house, 'quarantine'),
    transcript: path.join(house, 'transcript.jsonl'),
    vectors: path.join(house, 'vectors'),
    inputs: path.join(house, 'inputs.jsonl'),
    costs: path.join(house, 'costs.jsonl'),
    lock: path.join(house, 'lock'),
  };
}

/** The file with the vectors of one model; its name says nothing of the model. */
export function vectorsPath(place: Place, model: string): string {
  const name = createHash('sha256').update(model).digest('hex').slice(0, 16);
  return path.join(place.vectors, `${name}.bin`);
}

/** Whether a file among the vectors has a name that `vectorsPath` gives. */
export function isVectorsName(name: string): boolean {
  return /^[0-9a-f]{16}\.bin$/.test(name);
}
