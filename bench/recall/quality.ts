import type { Conversation } from './locomo.ts';
import type { BenchDocument, Ranker } from './rankers.ts';

export const CATEGORIES = [1, 2, 3, 4] as const;
export const DEPTHS = [5, 10, 20] as const;

/** Mean recall in per cent, by category (0: all of them together) and depth. */
export type Quality = (category: number, depth: number) => number;

/** What a document of a conversation says: with or without the captions of its pictures. */
function documentsOf({ turns }: Conversation, captions: boolean): BenchDocument[] {
  return turns.map(({ caption, ...turn }) => ({
    ...turn,
    text: captions && caption !== undefined ? `${turn.text} ${caption}` : turn.text,
  }));
}

/**
 * recall@k of a question: the share of its evidence among the first k results; of a category: the
 * mean of its questions.
 */
export function qualityOf(
  ranker: Ranker,
  conversations: readonly Conversation[],
  captions: boolean,
): Quality {
  const deepest = Math.max(...DEPTHS);
  const asked = conversations.flatMap((conversation) => {
    const search = ranker(documentsOf(conversation, captions));
    return conversation.questions
      .filter(({ category }) => CATEGORIES.some((one) => one === category))
      .map((question) => ({ ...question, found: search(question.text, deepest) }));
  });
  return (category, depth) => {
    const those = asked.filter((one) => category === 0 || one.category === category);
    const recalls = those.map(({ found, evidence }) => {
      const first = new Set(found.slice(0, depth));
      return [...evidence].filter((id) => first.has(id)).length / evidence.size;
    });
    return (100 * recalls.reduce((sum, recall) => sum + recall, 0)) / recalls.length;
  };
}
