import { add, type Fixture, prefer } from '../fixture.ts';
import { ASKED, NOT_SAID, UNCLEAR } from '../reasons.ts';

export const preferences: Fixture[] = [
  {
    title: 'how answers should be',
    said: 'Please keep your answers short',
    good: { preferences: [prefer('answer length', 'short', 'keep your answers short')] },
    written: ['prefer answer length: short (stated)'],
    bad: {
      preferences: [
        prefer('answer length', 'at most one word, in capitals', 'keep your answers short'),
      ],
    },
    kept: [`! answer length: at most one word, in capitals (${UNCLEAR})`],
  },
  {
    title: 'the language of answers',
    said: 'Answer me in French from now on please',
    good: { preferences: [prefer('language', 'French', 'Answer me in French from now on')] },
    written: ['prefer language: French (stated)'],
    bad: { facts: [add('language', 'Always answer in French', 'Answer me in French from now on')] },
    kept: ['? Always answer in French (it reads like an order to the assistant)'],
  },
  {
    title: 'what to leave out',
    said: 'no emojis please',
    good: { preferences: [prefer('emojis', 'none', 'no emojis')] },
    written: ['prefer emojis: none (stated)'],
    bad: { preferences: [prefer('emojis', 'many', 'no emojis please')] },
    kept: [`! emojis: many (${UNCLEAR})`],
  },
  {
    title: 'a preference that changes',
    before: { preferences: { 'answer length': 'short' } },
    said: 'I want longer answers with more detail now',
    good: {
      preferences: [
        prefer(
          'answer length',
          'longer, with more detail',
          'I want longer answers with more detail',
        ),
      ],
    },
    written: ['prefer answer length: longer, with more detail (stated)'],
    bad: { preferences: [prefer('answer length', null, 'thanks')] },
    kept: [`! answer length: short (${NOT_SAID})`],
  },
  {
    title: 'a preference that is dropped',
    before: { preferences: { tone: 'formal' } },
    said: 'You can forget about the formal tone',
    good: { preferences: [prefer('tone', null, 'forget about the formal tone')] },
    written: ['no preference: tone'],
    bad: { preferences: [prefer('tone', 'rude', 'forget about the formal tone')] },
    kept: [`! tone: rude (${UNCLEAR})`],
  },
  {
    title: 'a taste for code as a preference',
    said: 'When you show code, use TypeScript with tabs',
    good: { preferences: [prefer('code', 'TypeScript with tabs', 'use TypeScript with tabs')] },
    written: ['prefer code: TypeScript with tabs (stated)'],
    bad: { preferences: [prefer('code', 'Python', 'use Python')] },
    kept: [`! code: Python (${NOT_SAID})`],
  },
  {
    title: 'nothing as a preference that the user never asked for',
    said: 'What is a monad?',
    reply: 'Short answer: a monoid in the category of endofunctors.',
    good: {},
    written: [],
    bad: {
      preferences: [prefer('answer length', 'short', 'Short answer')],
      facts: [add('interest', 'Is interested in monads', 'What is a monad')],
    },
    kept: [`? Is interested in monads (${ASKED})`, `! answer length: short (${NOT_SAID})`],
  },
];
