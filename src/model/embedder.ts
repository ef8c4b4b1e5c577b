/** What turns texts into vectors: the nearer their meanings, the nearer the vectors. */
export interface Embedder {
  /**
   * What the vectors depend on, in words: vectors of different ids must not be compared. Holds no
   * credential.
   */
  readonly id: string;
  /**
   * A vector for each text, in their order, all of one length; finite numbers, not normalised. The
   * texts are sent to wherever the embedder is: the caller has redacted them. None may be blank.
   * @throws MemchatError `api-unavailable`, `credential`, `config` with the way on, `usage` for a
   *   blank text, `interrupted` after an abort through `signal`. It repeats neither a text nor a key.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}
