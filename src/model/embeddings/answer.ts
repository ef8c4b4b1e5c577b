import { isRecord, parseRecord } from '../../memory/json.ts';
import { EmbeddingError } from './failures.ts';

/** No model has longer vectors. */
const LONGEST = 16_384;

/**
 * The vectors in an answer to `count` texts, by their `index`; `dimension` is the length that they
 * must have, null if any will do.
 * @throws EmbeddingError when they are not all there, or are no vectors of one length.
 */
export function readAnswer(text: string, count: number, dimension: number | null): Float32Array[] {
  const answer = parseRecord(text);
  if (answer === null) {
    throw broken(/^\s*</.test(text) ? 'is a web page, not JSON' : 'is empty, or no JSON object');
  }
  const { data } = answer;
  if (!Array.isArray(data)) throw broken('has no list of vectors');
  if (data.length !== count) throw broken(`has ${data.length} vectors for ${count} texts`);
  const vectors = new Map<number, Float32Array>();
  let length = dimension;
  for (const one of data) {
    if (!isRecord(one) || typeof one.index !== 'number')
      throw broken('has vectors without an index');
    const vector = vectorOf(one.embedding);
    length ??= vector.length;
    if (vector.length !== length) {
      throw broken(`has a vector of ${vector.length} numbers beside others of ${length}`);
    }
    vectors.set(one.index, vector);
  }
  return Array.from({ length: count }, (_, index) => {
    const vector = vectors.get(index);
    if (vector === undefined) throw broken('does not say which vector is of which text');
    return vector;
  });
}

function vectorOf(value: unknown): Float32Array {
  if (!Array.isArray(value)) throw broken('has something else in the place of a vector');
  if (value.length === 0 || value.length > LONGEST) {
    throw broken(`has a vector of ${value.length} numbers`);
  }
  const vector = new Float32Array(value.length);
  for (const [at, number] of value.entries()) {
    // Also what is too large for four bytes is infinite there.
    if (typeof number !== 'number' || !Number.isFinite(Math.fround(number))) {
      throw broken('has a vector with something else than numbers in it');
    }
    vector[at] = number;
  }
  return vector;
}

function broken(what: string): EmbeddingError {
  return new EmbeddingError({ kind: 'answer', what });
}
