const WHO_ARE_YOU =
  /^(?:(?:and|so|but|hey|hi|ok),? )?(?:who|what) are you\b|\bwhat(?:'s| is) your name|\bwhat (?:should|can|do|may) i call you|\bdo you have a name|\bare you (?:an? )?(?:bot|robot|human|person|real|ai|chatgpt|claude|machine|computer|llm|alive)\b/iu;
const HOW_ARE_YOU =
  /^(?:(?:hey|hi|hello|so|and),? )?(?:how(?:'s| is) (?:it going|everything|life|your day)|how are you|how are things|what(?:'s| is) (?:new|up)|how do you do|sup|wassup)\b(?! with (?:my|me))/iu;

/** The answer to a question about the assistant itself; null for another question. */
export function smallTalkAnswer(asked: string): string | null {
  if (WHO_ARE_YOU.test(asked))
    return "I'm memchat, answering offline: I remember what you tell me and answer questions about it.";
  if (HOW_ARE_YOU.test(asked)) return 'All well here. Tell me what is new with you.';
  return null;
}
