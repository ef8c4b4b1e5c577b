import { add, type Fixture, replace } from '../fixture.ts';
import { FOREIGN, NO_NAME, UNCLEAR } from '../reasons.ts';

export const languages: Fixture[] = [
  {
    title: 'German',
    said: 'Ich wohne in Köln und arbeite als Ärztin.',
    good: {
      facts: [
        add('home', 'Wohnt in Köln', 'Ich wohne in Köln'),
        add('work', 'Arbeitet als Ärztin', 'arbeite als Ärztin'),
      ],
    },
    written: ['+ home: Wohnt in Köln', '+ work: Arbeitet als Ärztin'],
    bad: { facts: [add('home', 'Wohnt in Bonn', 'Ich wohne in Köln')] },
    kept: [`? Wohnt in Bonn (${UNCLEAR})`],
  },
  {
    title: 'a German negation',
    said: 'Ich esse kein Fleisch',
    good: { facts: [add('diet', 'Isst kein Fleisch', 'Ich esse kein Fleisch')] },
    written: ['+ diet: Isst kein Fleisch'],
    bad: { facts: [add('diet', 'Isst Fleisch', 'Ich esse kein Fleisch')] },
    kept: [`? Isst Fleisch (${UNCLEAR})`],
  },
  {
    title: 'a German move',
    before: { facts: ['home: Wohnt in Köln'] },
    said: 'Ich bin letzte Woche nach Hamburg gezogen',
    good: {
      facts: [
        replace(
          1,
          'home',
          'Ist von Köln nach Hamburg gezogen',
          'Ich bin letzte Woche nach Hamburg gezogen',
          { happened_on: '2026-02-22' },
        ),
      ],
    },
    written: [
      '~ home: Ist von Köln nach Hamburg gezogen (from 2026-02-22)',
      '- Wohnt in Köln, until 2026-02-22, replaced',
    ],
    bad: {
      facts: [
        replace(1, 'home', 'Ist nach Bremen gezogen', 'Ich bin letzte Woche nach Hamburg gezogen'),
      ],
    },
    kept: [`? Ist nach Bremen gezogen (${FOREIGN})`],
  },
  {
    title: 'French',
    said: "J'habite à Lyon et je suis végétarienne",
    good: {
      facts: [
        add('home', 'Habite à Lyon', "J'habite à Lyon"),
        add('diet', 'Est végétarienne', 'je suis végétarienne'),
      ],
    },
    written: ['+ home: Habite à Lyon', '+ diet: Est végétarienne'],
    bad: { facts: [add('home', 'Habite à Paris', "J'habite à Lyon")] },
    kept: [`? Habite à Paris (${FOREIGN})`],
  },
  {
    title: 'a French negation',
    said: "Je n'aime pas le café",
    good: { facts: [add('drinks', "N'aime pas le café", "Je n'aime pas le café")] },
    written: ["+ drinks: N'aime pas le café"],
    bad: { facts: [add('drinks', 'Aime le café', "Je n'aime pas le café")] },
    kept: [`? Aime le café (${UNCLEAR})`],
  },
  {
    title: 'Spanish',
    said: 'Vivo en Sevilla con mis dos hijos y soy profesora',
    good: {
      facts: [
        add('home', 'Vive en Sevilla con sus dos hijos', 'Vivo en Sevilla con mis dos hijos'),
        add('work', 'Es profesora', 'soy profesora'),
      ],
    },
    written: ['+ home: Vive en Sevilla con sus dos hijos', '+ work: Es profesora'],
    bad: {
      facts: [add('home', 'Vive en Sevilla con 3 hijos', 'Vivo en Sevilla con mis dos hijos')],
    },
    kept: [`? Vive en Sevilla con 3 hijos (${FOREIGN})`],
  },
  {
    title: 'a Spanish negation',
    said: 'Ya no fumo y nunca bebo alcohol',
    good: { facts: [add('health', 'Nunca bebe alcohol', 'nunca bebo alcohol')] },
    written: ['+ health: Nunca bebe alcohol'],
    bad: { facts: [add('health', 'Bebe alcohol', 'nunca bebo alcohol')] },
    kept: [`? Bebe alcohol (${UNCLEAR})`],
  },
  {
    title: 'Italian',
    said: 'Mi chiamo Giulia e abito a Torino',
    good: {
      name: { value: 'Giulia', quote: 'Mi chiamo Giulia' },
      facts: [add('home', 'Abita a Torino', 'abito a Torino')],
    },
    written: ['+ home: Abita a Torino', 'name: Giulia'],
    bad: {
      name: { value: 'Giulietta', quote: 'Mi chiamo Giulia' },
      facts: [add('home', 'Abita a Milano', 'abito a Torino')],
    },
    kept: [`? Abita a Milano (${UNCLEAR})`, `! Giulietta (${NO_NAME})`],
  },
  {
    title: 'Portuguese',
    said: 'Moro no Porto e trabalho como enfermeiro',
    good: {
      facts: [
        add('home', 'Mora no Porto', 'Moro no Porto'),
        add('work', 'Trabalha como enfermeiro', 'trabalho como enfermeiro'),
      ],
    },
    written: ['+ home: Mora no Porto', '+ work: Trabalha como enfermeiro'],
    bad: { facts: [add('work', 'Não trabalha como enfermeiro', 'trabalho como enfermeiro')] },
    kept: [`? Não trabalha como enfermeiro (${UNCLEAR})`],
  },
  {
    title: 'Dutch',
    said: 'Ik woon in Utrecht en ik heb twee honden',
    good: {
      facts: [
        add('home', 'Woont in Utrecht', 'Ik woon in Utrecht'),
        add('pets', 'Heeft twee honden', 'ik heb twee honden'),
      ],
    },
    written: ['+ home: Woont in Utrecht', '+ pets: Heeft twee honden'],
    bad: { facts: [add('pets', 'Heeft geen honden', 'ik heb twee honden')] },
    kept: [`? Heeft geen honden (${UNCLEAR})`],
  },
  {
    title: 'Japanese',
    said: '私は大阪に住んでいて、猫を二匹飼っています。',
    good: {
      facts: [
        add('home', '大阪に住んでいる', '私は大阪に住んでいて'),
        add('pets', '猫を二匹飼っている', '猫を二匹飼っています'),
      ],
    },
    written: ['+ home: 大阪に住んでいる', '+ pets: 猫を二匹飼っている'],
    bad: { facts: [add('pets', '犬を飼っていない', '猫を二匹飼っています')] },
    kept: [`? 犬を飼っていない (${UNCLEAR})`],
  },
  {
    title: 'a Japanese dislike',
    said: 'コーヒーは飲みません',
    good: { facts: [add('drinks', 'コーヒーは飲まない', 'コーヒーは飲みません')] },
    written: ['+ drinks: コーヒーは飲まない'],
    bad: { facts: [add('drinks', 'コーヒーを飲む', 'コーヒーは飲みません')] },
    kept: [`? コーヒーを飲む (${UNCLEAR})`],
  },
  {
    title: 'Chinese',
    said: '我住在上海，我喜欢喝咖啡',
    good: {
      facts: [add('home', '住在上海', '我住在上海'), add('drinks', '喜欢喝咖啡', '我喜欢喝咖啡')],
    },
    written: ['+ home: 住在上海', '+ drinks: 喜欢喝咖啡'],
    bad: { facts: [add('drinks', '不喜欢喝咖啡', '我喜欢喝咖啡')] },
    kept: [`? 不喜欢喝咖啡 (${UNCLEAR})`],
  },
  {
    title: 'Russian',
    said: 'Я живу в Казани и работаю врачом',
    good: {
      facts: [
        add('home', 'Живёт в Казани', 'Я живу в Казани'),
        add('work', 'Работает врачом', 'работаю врачом'),
      ],
    },
    written: ['+ home: Живёт в Казани', '+ work: Работает врачом'],
    bad: { facts: [add('home', 'Живёт в Москве', 'Я живу в Казани')] },
    kept: [`? Живёт в Москве (${FOREIGN})`],
  },
  ...(
    [
      ['a Russian negation', 'Я не ем мясо', 'Не ест мясо', 'Ест мясо'],
      ['a Swedish negation', 'Jag äter inte kött', 'Äter inte kött', 'Äter kött'],
      ['a Korean negation', '저는 고기를 먹지 않아요', '고기를 먹지 않아요', '고기를 먹어요'],
      ['an Italian negation', 'Non bevo alcolici', 'Non beve alcolici', 'Beve alcolici'],
      ['a Polish negation', 'Nie jem mięsa', 'Nie je mięsa', 'Je mięso, mięsa'],
    ] as const
  ).map(
    ([title, said, fact, opposite]): Fixture => ({
      title,
      said,
      good: { facts: [add('diet', fact, said)] },
      written: [`+ diet: ${fact}`],
      bad: { facts: [add('diet', opposite, said)] },
      kept: [`? ${opposite} (${UNCLEAR})`],
    }),
  ),
  {
    title: 'a fact in English of what was said in German out until the user says yes',
    said: 'Ich esse kein Fleisch',
    good: { facts: [add('diet', 'Does not eat meat', 'Ich esse kein Fleisch')] },
    asks: true,
    written: [`? Does not eat meat (${UNCLEAR})`],
    bad: { facts: [add('diet', 'Eats meat', 'Ich esse kein Fleisch')] },
    kept: [`? Eats meat (${UNCLEAR})`],
  },
];
