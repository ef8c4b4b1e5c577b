/** Where a command talks with a person: the lines of a terminal, or the prompt of the REPL. */
export interface Dialogue {
  /** Asks for a line, which `initial` stands in already. Null: the person does not want to answer. */
  ask(question: string, initial?: string): Promise<string | null>;
  /** Shows text that is safe for a terminal. */
  print(text: string): void;
}

/** Asks a question that only a clear yes answers with yes. */
export async function isConfirmed(
  dialogue: Pick<Dialogue, 'ask'>,
  question: string,
): Promise<boolean> {
  const answer = await dialogue.ask(`${question} (y/N) `);
  return /^(?:y|yes)$/i.test(answer?.trim() ?? '');
}
