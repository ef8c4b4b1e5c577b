/** A key as the caller makes it of a text; the same number gives the same one. */
export function keyOf(n: number): string {
  return n.toString(16).padStart(32, '0');
}

/** A vector that no other number gives. */
export function vectorOf(n: number, dimension = 4): Float32Array {
  return Float32Array.from({ length: dimension }, (_, at) => n + at / 8);
}

/** The vectors of the numbers, under their keys. */
export function vectorsOf(...numbers: number[]): Map<string, Float32Array> {
  return new Map(numbers.map((n) => [keyOf(n), vectorOf(n)]));
}
