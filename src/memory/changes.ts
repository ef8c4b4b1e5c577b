/** Something that was written: a fact's or proposal's id, "name", "summary" or "preference:<key>". */
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
  /** What waits in review for the user's yes from now on, by the id of the proposal. */
  proposed: Entry[];
  refused: Refusal[];
}

export function noChanges(): Changes {
  return { added: [], replaced: [], retired: [], confirmed: [], proposed: [], refused: [] };
}

/** The changes of several passes, one after the other. */
export function joinChanges(all: readonly Changes[]): Changes {
  return {
    added: all.flatMap(({ added }) => added),
    replaced: all.flatMap(({ replaced }) => replaced),
    retired: all.flatMap(({ retired }) => retired),
    confirmed: all.flatMap(({ confirmed }) => confirmed),
    proposed: all.flatMap(({ proposed }) => proposed),
    refused: all.flatMap(({ refused }) => refused),
  };
}
