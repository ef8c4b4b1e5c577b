/** So many characters in a row that stand in both are a quotation and no chance. */
const QUOTATION_LENGTH = 16;
/** Of a credential already this many. */
const CREDENTIAL_LENGTH = 8;
const MAX_REASON = 300;

export interface Confidential {
  /** What was sent: the system prompt and the conversation. */
  texts: readonly string[];
  credential: string | null;
}

/**
 * What a server says for a reason, fit for an error message: one line without control characters;
 * null when it is empty or long, or when it repeats what was sent or a part of the credential.
 */
export function quotableReason(reason: string | null, sent: Confidential): string | null {
  if (reason === null) return null;
  const line = reason.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (line === '' || line.length > MAX_REASON) return null;
  const { credential } = sent;
  if (credential !== null && repeats(line, credential, CREDENTIAL_LENGTH)) return null;
  const spoken = line.toLowerCase();
  const quotes = sent.texts.some((text) =>
    repeats(spoken, text.replace(/[\p{C}\s]+/gu, ' ').toLowerCase(), QUOTATION_LENGTH),
  );
  return quotes ? null : line;
}

/** Whether `length` characters in a row of `text`, or all of a shorter one, stand in `line`. */
function repeats(line: string, text: string, length: number): boolean {
  const whole = text.trim();
  if (whole.length < length) return whole.length > 2 && line.includes(whole);
  for (let start = 0; start + length <= line.length; start++) {
    if (whole.includes(line.slice(start, start + length))) return true;
  }
  return false;
}
