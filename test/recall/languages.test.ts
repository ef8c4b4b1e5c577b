import { describe, expect, test } from 'vitest';
import { Lexicon } from '../../src/recall/lexicon.ts';
import { found, indexOf } from './world.ts';

/** In each language: three things that are remembered, and questions with the place of their answer. */
const LANGUAGES: Record<string, { texts: string[]; asked: [string, number][] }> = {
  Japanese: {
    texts: ['妹は大阪で看護師をしています。', '猫の名前はミケです。', '毎朝コーヒーを飲みます。'],
    asked: [
      ['大阪に住んでいるのは誰？', 0],
      ['猫の名前は何ですか？', 1],
      ['コーヒー', 2],
    ],
  },
  Chinese: {
    texts: ['我的妹妹在上海当医生。', '我对花生过敏。', '我们去年搬到了北京。'],
    asked: [
      ['谁在上海？', 0],
      ['花生', 1],
      ['我们什么时候搬到北京的？', 2],
    ],
  },
  Thai: {
    texts: ['ฉันชอบดื่มกาแฟทุกเช้า', 'แมวของฉันชื่อส้ม', 'พี่สาวทำงานที่โรงพยาบาล'],
    asked: [
      ['กาแฟ', 0],
      ['แมวชื่ออะไร', 1],
      ['โรงพยาบาล', 2],
    ],
  },
  Korean: {
    texts: ['저는 매일 아침 커피를 마셔요.', '고양이 이름은 나비예요.', '동생은 부산에 살아요.'],
    asked: [
      ['커피를 언제 마셔요?', 0],
      ['고양이 이름', 1],
      ['부산에 누가 살아요?', 2],
    ],
  },
  Arabic: {
    texts: ['أختي تعمل طبيبة في القاهرة', 'اسم قطتي لولو', 'أشرب القهوة كل صباح'],
    asked: [
      ['من في القاهرة؟', 0],
      ['ما اسم قطتي؟', 1],
      ['القهوة', 2],
    ],
  },
  German: {
    texts: ['Meine Schwester wohnt in Köln.', 'Der Hund heißt Rex.', 'Ich trinke keinen Kaffee.'],
    asked: [
      ['Wer wohnt in Koeln oder Köln?', 0],
      ['Wie heißt der Hund?', 1],
      ['KAFFEE', 2],
    ],
  },
  French: {
    texts: ['Ma sœur habite à Besançon.', 'Le chien s’appelle Rex.', 'Je ne bois pas de café.'],
    asked: [
      ['Qui habite Besancon ?', 0],
      ['le nom du chien', 1],
      ['cafe', 2],
    ],
  },
  Russian: {
    texts: ['Моя сестра живёт в Казани.', 'Собаку зовут Рекс.', 'Я не пью кофе.'],
    asked: [
      ['Кто живёт в Казани?', 0],
      ['Как зовут собаку', 1],
      ['КОФЕ', 2],
    ],
  },
  Spanish: {
    texts: ['Mi hermana vive en Málaga.', 'El perro se llama Rex.', 'No bebo café.'],
    asked: [
      ['¿Quién vive en Malaga?', 0],
      ['el nombre del perro', 1],
      ['CAFÉ', 2],
    ],
  },
};

describe.each(Object.entries(LANGUAGES))('%s', (_language, { texts, asked }) => {
  test.each(asked)('%s', (query, place) => {
    // Beside each other's texts, as in one memory.
    const index = indexOf([
      ...texts,
      ...Object.values(LANGUAGES).flatMap((other) => (other.texts === texts ? [] : other.texts)),
    ]);
    expect(found(index, query)[0]).toBe(String(place));
  });
});

describe('stop words are those of the language of the text', () => {
  const said = (text: string) => {
    const lexicon = new Lexicon();
    const { terms } = lexicon.learn(text);
    return terms.length;
  };

  test('"die" carries content in English, and none in German', () => {
    const index = indexOf([
      'We watched it and the film was called Die Hard.',
      'Ich habe die Katze und die Vase nicht gesehen.',
    ]);
    expect(found(index, 'Did they die in the film?')[0]).toBe('0');
    expect(found(index, 'die')).toEqual([]);
  });

  test('where two languages have as many, English is taken', () => {
    const lexicon = new Lexicon();
    const { terms } = lexicon.learn('the die');
    expect(terms).toHaveLength(1);
    expect(lexicon.read('and the other die').terms.at(-1)).toBe(terms[0]);
  });

  test.each([
    ['It was the best of it all', 1],
    ['Das ist nicht der Hund von dem', 1],
    ["C'est le chien de la", 1],
    ['Es el perro de la', 1],
    ['to be or not to be', 0],
    ['これ は あの 猫 です', 1],
  ])('%s', (text, content) => {
    expect(said(text)).toBeLessThanOrEqual(content + 1);
    expect(said(text)).toBeGreaterThanOrEqual(content);
  });
});

test('reading a query does not make the lexicon grow', () => {
  const lexicon = new Lexicon();
  lexicon.learn('I like tea and C++.');
  const { size } = lexicon;
  for (let n = 0; n < 1_000; n++) lexicon.read(`never${n} seen ${n} tea`);
  expect(lexicon.size).toBe(size);
  const { terms } = lexicon.read('teas unknown strange unknowns C++');
  expect(terms.filter((term) => term >= 0)).toEqual(lexicon.read('tea C++').terms);
  expect(new Set(terms.filter((term) => term < 0)).size).toBe(2);
});

test('forms of an English word are one term, names and numbers stay apart', () => {
  const { terms } = new Lexicon().learn("adopt adopts adopted adopting adopt's");
  expect(new Set(terms).size).toBe(1);
  expect(new Set(new Lexicon().learn('2023 2024 C# C++ node18').terms).size).toBe(5);
});

test.each([
  ['We met last week.', true],
  ['In March', true],
  ['It was 2019', true],
  ['Mondays are hard', true],
  ['We met in the park.', false],
  ['It cost 2150 euros', false],
])('whether a text says when: %s', (text, says) => {
  expect(new Lexicon().learn(text).saysWhen).toBe(says);
});
