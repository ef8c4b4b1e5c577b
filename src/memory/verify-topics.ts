import { tagSlug } from './slug.ts';
import { contentWords } from './words.ts';

/**
 * What people say about the topics that facts are filed under most, in the words of English: whoever
 * says "I moved to Hamburg" speaks of home without naming it. For a question to the user this is
 * enough; nothing is written because of it.
 */
const TALK: Readonly<Record<string, string>> = {
  home: 'home house flat apartment move moving relocate live reside city town country rent neighbourhood',
  work: 'work job quit resign fire hire retire retirement employer company office boss career unemployed promote promotion freelance',
  education: 'study school university college graduate degree course exam class major',
  relationship:
    'marry married wedding wife husband partner boyfriend girlfriend divorce engage single',
  family:
    'married wife husband divorce child kid baby son daughter mother father sister brother died',
  pets: 'pet dog cat puppy kitten adopt died rehome',
  car: 'car drive vehicle bought sell sold',
  diet: 'eat diet vegan vegetarian meat allergy',
  health: 'health ill sick doctor allergy diagnose cure quit smoke',
  tools: 'use switch editor laptop phone computer browser',
};

const SAME: Readonly<Record<string, string>> = {
  house: 'home',
  city: 'home',
  location: 'home',
  residence: 'home',
  job: 'work',
  career: 'work',
  employer: 'work',
  occupation: 'work',
  school: 'education',
  studies: 'education',
  marriage: 'relationship',
  partner: 'relationship',
  pet: 'pets',
  vehicle: 'car',
  food: 'diet',
  editor: 'tools',
  os: 'tools',
  phone: 'tools',
};

/** Whether the words speak of the topic of a tag without naming it. */
export function speaksOfTopic(tag: string, words: string): boolean {
  const slug = tagSlug(tag);
  const topic = Object.hasOwn(SAME, slug) ? (SAME[slug] ?? slug) : slug;
  if (!Object.hasOwn(TALK, topic)) return false;
  const talk = new Set(contentWords(TALK[topic] ?? ''));
  return contentWords(words).some((word) => talk.has(word));
}
