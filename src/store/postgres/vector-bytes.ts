import { endianness } from 'node:os';

/** 32-bit floats, the lowest byte first, whatever the machine has: others read them as well. */
export function encodeVector(vector: Float32Array): Uint8Array {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

/** As `encodeVector`; a rest that is no whole number is left out. */
export function decodeVector(bytes: Uint8Array): Float32Array {
  // A copy, because numbers may be read only from where they are aligned.
  const numbers = new Float32Array(Math.floor(bytes.length / 4));
  const copy = Buffer.from(numbers.buffer);
  copy.set(bytes.subarray(0, numbers.byteLength));
  if (endianness() === 'BE') copy.swap32();
  return numbers;
}
