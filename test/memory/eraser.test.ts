import { describe, expect, it } from 'vitest';
import { Eraser } from '../../src/memory/eraser.ts';
import type { Forgotten } from '../../src/memory/traces.ts';
import type { Preference } from '../../src/memory/types.ts';
import { fact, NOW } from './world.ts';

/** What is to be forgotten, with nothing else. */
function forgetting(over: Partial<Forgotten>, remains: string[] = []): Eraser {
  return new Eraser({ facts: [], preferences: [], name: null, query: null, ...over }, remains);
}

function ofFact(text: string, quote = text, remains: string[] = []): Eraser {
  const source = { turn: 't-1', role: 'user' as const, quote };
  return forgetting({ facts: [fact('f-1', text, { source })] }, remains);
}

function preference(value: string, quote: string): Preference {
  return {
    value,
    origin: 'stated',
    source: { turn: 't-1', role: 'user', quote },
    updatedAt: NOW,
  };
}

const both = 'I have a dog named Bello and a cat named Minka';

describe('an eraser of a fact', () => {
  const dog = ofFact('Has a dog named Bello', both, ['Has a cat named Minka']);

  it.each([
    ['the clause that tells it', both, '[forgotten] and a cat named Minka'],
    [
      'a clause of a sentence',
      'I went out with Bello, then I slept.',
      '[forgotten], then I slept.',
    ],
    ['a possessive', "Bello's ball is red; I like tea", '[forgotten]; I like tea'],
    ['a plural', 'I like tea. Dogs are loud!', 'I like tea. [forgotten]!'],
    ['capitals', 'I like tea: BELLO barks', 'I like tea: [forgotten]'],
    ['a word within a longer one', 'My bellorama is on, he said', '[forgotten], he said'],
    ['a line of a list', '- tea\n- Bello\n- coffee', '- tea\n- [forgotten]\n- coffee'],
    ['what stands in brackets', 'I (and Bello) like tea', 'I ([forgotten]) like tea'],
    ['a clause after a dash', 'I like tea - Bello does not', 'I like tea - [forgotten]'],
    ['a quotation', 'He said "Bello is gone" and left', '[forgotten]" and left'],
  ])('takes out %s', (_, text, left) => {
    expect(dog.erase(text)).toBe(left);
    expect(dog.speaksOf(text)).toBe(true);
    expect(dog.tellsOf(text)).toBe(true);
  });

  it.each([
    'I have a cat named Minka.',
    'What is the name of my cat?',
    '',
    ' \n\t ',
    '[forgotten]',
    '[forgotten], [forgotten] and tea',
    'My key is [redacted: API key], I named it.',
    'A bell, a belly and a label.',
    '犬を飼っている',
  ])('leaves alone what does not speak of it: %j', (text) => {
    expect(dog.erase(text)).toBe(text);
    expect(dog.speaksOf(text)).toBe(false);
    expect(dog.tellsOf(text)).toBe(false);
  });

  it('makes one mark of neighbouring ones, over the end of a sentence as well', () => {
    expect(dog.erase('I like tea. My dog barks. Bello, my dog, barks! So what?')).toBe(
      'I like tea. [forgotten], barks! So what?',
    );
    expect(dog.erase('[forgotten] and Bello, but tea')).toBe('[forgotten], but tea');
    expect(dog.erase('Tea, Bello and [forgotten]; coffee')).toBe('Tea, [forgotten]; coffee');
  });

  it('leaves nothing but the mark where all is erased', () => {
    expect(dog.erase('  My dog is here!  Bello…\n')).toBe('[forgotten]');
    expect(dog.erase('[forgotten]. Bello.')).toBe('[forgotten]');
  });

  it('never cuts a mark of a redaction in two', () => {
    expect(dog.erase('Tea, Bello knows [redacted: API key], and more')).toBe(
      'Tea, [forgotten], and more',
    );
    expect(dog.erase('Bello, [redacted: card number] is mine')).toBe(
      '[forgotten], [redacted: card number] is mine',
    );
    expect(forgetting({ query: 'card number' }).erase('It is [redacted: card number], ok')).toBe(
      'It is [redacted: card number], ok',
    );
  });
});

describe('what gives a fact away', () => {
  const sentence = "I'm Ana, I work as a nurse and I'm allergic to peanuts";
  const peanuts = ofFact('Is allergic to peanuts', sentence, ['Works as a nurse', 'Ana']);

  it('is a word of it in any form', () => {
    expect(peanuts.erase(sentence)).toBe("I'm Ana, I work as a nurse and [forgotten]");
    for (const text of ['peanut-free', 'peanutbutter', 'my allergy', 'allergies']) {
      expect(peanuts.erase(`Tea, ${text}, tea`)).toBe('Tea, [forgotten], tea');
    }
    expect(peanuts.erase('Peanuts’, tea')).toBe('[forgotten]’, tea');
  });

  it('is no word that the memory says of something else', () => {
    const moved = ofFact('Moved from Berlin to Hamburg', undefined, ['Born in Berlin']);
    expect(moved.erase('I was born in Berlin and I moved to Hamburg')).toBe(
      'I was born in Berlin and [forgotten]',
    );
    expect(moved.speaksOf('Berlin is great')).toBe(false);
    expect(moved.speaksOf('The Hamburgers are nice')).toBe(true);
  });

  it('is all of its words together where each is said of something else', () => {
    const moved = ofFact('Moved from Berlin to Hamburg', undefined, [
      'Born in Berlin',
      'Works in Hamburg',
    ]);
    expect(moved.erase('I moved, first Berlin and then Hamburg, yes')).toBe('[forgotten], yes');
    for (const text of [
      'I was born in Berlin',
      'I work in Hamburg',
      'Berlin, Hamburg',
      'I moved',
    ]) {
      expect(moved.speaksOf(text)).toBe(false);
    }
    expect(moved.speaksOf('I moved. I was in Berlin. I go to Hamburg.')).toBe(false);
  });

  it('is never an everyday word alone', () => {
    const old = ofFact('Is a very old man', "I'm an old man");
    expect(old.erase("I'm an old man, and this is an old town")).toBe(
      '[forgotten], and this is an old town',
    );
    expect(old.speaksOf('A good old time')).toBe(false);
  });

  it('is its quote where that has other words for it', () => {
    const vegetarian = ofFact('Is vegetarian', "I don't eat meat");
    expect(vegetarian.erase('No meat for me, please')).toBe('[forgotten], please');
    expect(vegetarian.speaksOf('What did I eat?')).toBe(false);
  });

  it('is a name or a long number that its quote adds, of the clause that is about it', () => {
    const quote = 'My doctor is called Grimsby and her phone is 5550199, I met Harold';
    const doctor = ofFact('Has a new doctor', quote);
    expect(doctor.speaksOf('Grimsby phoned')).toBe(true);
    expect(doctor.speaksOf('Harold phoned')).toBe(false);
    expect(ofFact('Has a phone', quote).speaksOf('Call 5550199')).toBe(true);
  });

  it('is no plain yes', () => {
    const confirmed = ofFact('Likes jazz', 'Yes, exactly');
    expect(confirmed.speaksOf('Yes, exactly')).toBe(false);
    expect(confirmed.speaksOf('jazz')).toBe(true);
  });

  it('is no small number and no year where there are words', () => {
    const children = ofFact('Has had 3 children since 2019');
    expect(children.speaksOf('At 3, in 2019')).toBe(false);
    expect(children.speaksOf('The children sleep')).toBe(true);
  });

  it('is found in scripts without spaces', () => {
    const dog = ofFact('犬を飼っている', '私は犬を飼っています');
    expect(dog.erase('私は犬を飼っています。お茶が好きです。')).toBe(
      '[forgotten]。お茶が好きです。',
    );
    expect(ofFact('住在北京市').erase('我在北京市工作，我喜欢茶。')).toBe(
      '[forgotten]，我喜欢茶。',
    );
  });

  it('is found without its accents, and with them', () => {
    expect(ofFact('Lives in Zürich').speaksOf('zurich')).toBe(true);
    expect(ofFact('Lives in Zurich').speaksOf('ZÜRICH')).toBe(true);
    expect(ofFact('Wohnt in der Hauptstraße').speaksOf('hauptstrasse')).toBe(true);
  });
});

describe('an eraser of a preference', () => {
  it('takes out its quote and the telling words of its value', () => {
    const units = preference('metric units', 'use metric units');
    const eraser = forgetting({ preferences: [['units', units]] });
    expect(eraser.erase('Please use metric units, and be quick')).toBe('[forgotten], and be quick');
    expect(eraser.speaksOf('metrical')).toBe(true);
    expect(eraser.speaksOf('my answer')).toBe(false);
  });

  it('takes an everyday value out only with what it is about', () => {
    const short = preference('short', 'keep your answers short please');
    const eraser = forgetting({ preferences: [['answer length', short]] });
    expect(eraser.erase('Please keep all your answers short. I had a short night.')).toBe(
      '[forgotten]. I had a short night.',
    );
  });
});

describe('an eraser of a query', () => {
  const eraser = forgetting({ query: 'dog Bello' });

  it('takes out the clauses of a sentence that has all its words', () => {
    expect(eraser.erase('I have a dog, Bello, and tea')).toBe('[forgotten], and tea');
    expect(eraser.erase('Bello the dog. A dog.')).toBe('[forgotten]. A dog.');
    expect(eraser.speaksOf('Bello. A dog.')).toBe(false);
  });

  it('does so whatever the memory still says', () => {
    expect(forgetting({ query: 'Berlin' }, ['Born in Berlin']).speaksOf('Berlin!')).toBe(true);
  });

  it('of function words alone looks for the phrase', () => {
    const who = forgetting({ query: 'The Who' });
    expect(who.erase('I like The Who, who else')).toBe('[forgotten], who else');
  });

  it('of signs alone looks for the signs', () => {
    expect(forgetting({ query: '🍕' }).erase('Tea, or 🍕?')).toBe('Tea, or [forgotten]?');
  });

  it('does not find a short word in the middle of others', () => {
    const ana = forgetting({ query: 'ana' });
    expect(ana.speaksOf('bananas for the manager')).toBe(false);
    expect(ana.speaksOf('It was Ana')).toBe(true);
  });
});

describe('an eraser of a name', () => {
  const ana = forgetting({ name: 'Ana de la Cruz' });

  it.each([
    ['its words alone', 'Ana likes tea', '[forgotten] likes tea'],
    ['as one mark', 'Then Ana de la Cruz drank tea', 'Then [forgotten] drank tea'],
    ['inside a possessive', "Ana's dog and ANA’s cat", "[forgotten]'s dog and [forgotten]’s cat"],
    ['in a genitive', 'Anas Hund bellt', '[forgotten] Hund bellt'],
    [
      'in any case',
      'so ana likes tea, CRUZ drinks',
      'so [forgotten] likes tea, [forgotten] drinks',
    ],
    ['the clause that says nothing else', 'My name is Ana, I like tea', '[forgotten], I like tea'],
    ['no word that only begins so', 'Anabel eats bananas', 'Anabel eats bananas'],
    ['no particle that stands apart', 'la casa de la playa', 'la casa de la playa'],
    ['no part of a mark', '[redacted: API key]', '[redacted: API key]'],
  ])('takes out %s', (_, text, left) => {
    expect(ana.erase(text)).toBe(left);
    expect(ana.tellsOf(text)).toBe(false);
  });

  it('keeps its words with what is said of it where only the name is to go', () => {
    expect(ana.eraseName('Ana, a nurse, is called Ana')).toBe(
      '[forgotten], a nurse, is called [forgotten]',
    );
  });

  it('finds a name that is a common word as well by its capital, and where it is introduced', () => {
    const will = forgetting({ name: 'Will' });
    expect(will.erase('I will ask Will about tea')).toBe('I will ask [forgotten] about tea');
    expect(will.erase("tea: i'm will")).toBe('tea: [forgotten]');
    expect(forgetting({ name: 'Rose' }).erase('A rose for Rose’s tea')).toBe(
      'A rose for [forgotten]’s tea',
    );
  });

  it('finds it without its accents', () => {
    expect(forgetting({ name: 'José' }).erase('jose drinks tea')).toBe('[forgotten] drinks tea');
  });

  it('finds it in scripts without spaces', () => {
    const tanaka = forgetting({ name: '田中 太郎' });
    expect(tanaka.eraseName('私は田中太郎です、田中と呼んで')).toBe(
      '私は[forgotten]です、[forgotten]と呼んで',
    );
  });
});
