/**
 * The seed of properties that run a whole world: the same in every run, so that no change fails for
 * a world that it did not make. MEMCHAT_SEED gives another: a number, or `random`.
 */
export function worldSeed(): { seed?: number } {
  const wanted = process.env.MEMCHAT_SEED;
  return wanted === 'random' ? {} : { seed: Number(wanted ?? 20_261_120) };
}
