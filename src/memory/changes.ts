/** Something that was written: a fact's id, "name", "summary" or "preference:<key>". */
export interface Entry {
  id: string;
  text: string;
}

/** Something that was not written, and why, in words for the user. */
export interface Refusal {
  text: string;
  reason: string;
}

/** What a pass did to the memory: the content of a receipt. */
export interface Changes {
  added: Entry[];
  /** The new text; the fact that it replaces is in `retired` of the memory. */
  replaced: Entry[];
  retired: Entry[];
  confirmed: Entry[];
  refused: Refusal[];
}
