/**
 * The tags that memchat's own prompts are made of. Data that spells one of them could close its
 * block and speak as the prompt.
 */
const BLOCK_TAG =
  /<(?=\s*\/?\s*(?:memory|known|exchanges?|user|assistant|third-party|recalled|system|human)\b)/giu;

/** Text as data inside a block: it cannot open or close one. Line breaks stay. */
export function escapeBlock(text: string): string {
  return text.replace(BLOCK_TAG, '‹');
}

/**
 * Text as one line of a list inside a block: it can start no line of its own either. Half a character,
 * as text has it that was cut elsewhere, becomes U+FFFD: the API takes none.
 */
export function escapeLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').replace(/\p{Cs}/gu, '\uFFFD');
  return escapeBlock(line.trim());
}
