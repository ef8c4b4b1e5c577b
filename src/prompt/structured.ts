/** The form in which a model is asked to answer, and how its answer is read. */
export interface OutputSchema<T> {
  /** What it is, in one word, for messages: "extraction". */
  name: string;
  /** JSON Schema of the answer, without open dictionaries. */
  jsonSchema: Record<string, unknown>;
  /**
   * Reads the text of an answer; never throws. Parts that are not valid on their own are left out
   * and named in `problems`; an answer that cannot be read at all is `ok: false`.
   */
  read(text: string): { ok: true; value: T; problems: string[] } | { ok: false; problem: string };
}
