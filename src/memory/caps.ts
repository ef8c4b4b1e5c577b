/** New facts from one turn; more of them is an extraction that notes everything. */
export const MAX_NEW_FACTS = 3;

/** Facts that other programs may write in an hour without the user's yes to each. */
export const MAX_HOST_FACTS = 30;

/** Suggestions of other programs that may wait in the review list at a time. */
export const MAX_HOST_WAITING = 50;

/** Characters of a fact. */
export const MAX_FACT = 300;

/** Characters of the value of a preference: it says how to answer, and stands in every prompt. */
export const MAX_PREFERENCE = 120;

export const MAX_SUMMARY = 600;
export const MAX_SUMMARY_SENTENCES = 3;

/** Characters of a user's name. */
export const MAX_NAME = 100;

/** Characters that are kept of the words that say so. */
export const MAX_KEPT_QUOTE = 500;

/** Days that a fact may be given to expire: a hundred years. */
export const MAX_DAYS = 36_500;

/** Ids of applied turns that are kept. */
export const MAX_APPLIED_TURNS = 256;

/** Characters of the system prompt that the memory may take where nothing else is said, tags included. */
export const MEMORY_BUDGET = 3_000;
