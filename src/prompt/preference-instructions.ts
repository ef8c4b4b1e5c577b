import { inferable, TOPICS } from '../memory/preference-words.ts';

// Without colons: a line with one is read as "key: value", by people too.
const INSTRUCTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'answer length': {
    short: 'Keep answers short, a few sentences unless more is asked for.',
    medium: 'Keep answers to a few paragraphs.',
    long: 'Answer at length, with background, reasons and examples.',
  },
  depth: {
    beginner: 'Explain from the beginning, in plain words and without jargon.',
    intermediate: 'Take the basics as known and explain what goes beyond them.',
    expert: 'Write for an expert, without explaining the basics.',
  },
  tone: {
    casual: 'Write casually, as one talks to a friend.',
    neutral: 'Keep the tone neutral, without jokes or enthusiasm.',
    formal: 'Write formally.',
    warm: 'Write warmly and with encouragement.',
    dry: 'Write drily, a dry joke now and then is welcome.',
  },
  format: {
    prose: 'Answer in prose rather than in lists.',
    lists: 'Put answers into lists where they have parts.',
    tables: 'Put comparisons and data into tables.',
    'code first': 'Where code answers the question, show the code first and explain it after.',
  },
};

/**
 * An inferred preference as an instruction in words of our own, or null when it is not within the
 * vocabulary (its owner may have edited it).
 */
export function instructionOf(key: string, value: string): string | null {
  const known = inferable(key, value);
  if (known === null) return null;
  if (known.key === 'language') return `Answer in ${known.value} unless another language is used.`;
  if (known.key === TOPICS) {
    return `Topics that come up often are ${known.value}; take examples from them where that helps.`;
  }
  return INSTRUCTIONS[known.key]?.[known.value] ?? null;
}
