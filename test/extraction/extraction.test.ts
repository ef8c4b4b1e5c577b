import { describe, expect, it } from 'vitest';
import type { Fixture } from './fixture.ts';
import { outcome } from './outcome.ts';
import { confirmations } from './topics/confirmations.ts';
import { conjunctions } from './topics/conjunctions.ts';
import { corrections } from './topics/corrections.ts';
import { dates } from './topics/dates.ts';
import { echoes } from './topics/echoes.ts';
import { embedded } from './topics/embedded.ts';
import { everyday } from './topics/everyday.ts';
import { introductions } from './topics/introductions.ts';
import { languages } from './topics/languages.ts';
import { names } from './topics/names.ts';
import { negations } from './topics/negations.ts';
import { orders } from './topics/orders.ts';
import { others } from './topics/other-people.ts';
import { small } from './topics/passing.ts';
import { preferences } from './topics/preferences.ts';
import { replacements } from './topics/replacements.ts';
import { secrets } from './topics/secrets.ts';
import { apart } from './topics/side-by-side.ts';
import { tastes } from './topics/tastes.ts';
import { thirdParties } from './topics/third-parties.ts';
import { transitions } from './topics/transitions.ts';
import { wordings } from './topics/wordings.ts';

const TOPICS: Record<string, Fixture[]> = {
  names,
  introductions,
  tastes,
  'everyday facts': everyday,
  'small talk, questions, hypotheticals and role play': small,
  'what is said inside a question or a supposition': embedded,
  negations,
  conjunctions,
  preferences,
  corrections,
  transitions,
  replacements,
  'what lives side by side': apart,
  'dates and plans': dates,
  'text of others': thirdParties,
  orders,
  'other people': others,
  confirmations,
  echoes,
  languages,
  secrets,
  wordings,
};

describe.each(Object.entries(TOPICS))('of %s the rules keep', (_topic, fixtures) => {
  it.each(fixtures)('$title', (fixture) => {
    expect(outcome(fixture, fixture.good)).toEqual(fixture.written);
    expect(outcome(fixture, fixture.bad)).toEqual(fixture.kept);
  });
});

describe('the fixtures', () => {
  const all = Object.values(TOPICS).flat();
  const isWritten = (line: string) => !/^[?!]/.test(line);
  const plain = (line: string) => line.replace(/ \([^()]*\)$/, '');

  it('of a good model are written as meant, but for those that ask with good reason', () => {
    const held = all.filter(({ written }) => !written.every(isWritten));
    expect(held).toEqual(all.filter(({ asks }) => asks === true));
    expect([all.length - held.length, all.length]).toEqual([180, 183]);
  });

  it('of a bad model stay out of the memory, but for those that are named as slipping in', () => {
    const slipped = all.filter(({ kept, written }) => {
      const meant = new Set(written.map(plain));
      return kept.filter(isWritten).some((line) => !meant.has(plain(line)));
    });
    expect(slipped).toEqual(all.filter(({ slips }) => slips === true));
    expect([all.length - slipped.length, all.length]).toEqual([181, 183]);
  });
});
