import { describe, expect, it } from 'vitest';
import type { Passage } from '../../src/memory/turn.ts';
import { add, confirm, pasted, replace, retire, typed } from './fixture.ts';
import { outcome } from './outcome.ts';

/** What the memory becomes of it: lines as in the fixtures. */
function written(said: string | Passage[], fact: object, before: string[]): string[] {
  const answer = { facts: [fact] };
  const rest = { title: '', written: [], kept: [] };
  return outcome({ ...rest, before: { facts: before }, said, good: answer, bad: {} }, answer);
}

/** Quoted whole. */
const ADDED: [string, string][] = [
  [
    'my son Max starts school in September, what should we buy?',
    'Son Max starts school in September',
  ],
  [
    "I'm trying to learn Rust. Coming from Python, ownership confuses me.",
    'Trying to learn Rust, coming from Python',
  ],
  [
    'I have 5 years of experience as a UX designer at Spotify',
    'Has 5 years of experience as a UX designer at Spotify',
  ],
  ['Please remember that I take ibuprofen for my migraines', 'Takes ibuprofen for migraines'],
  [
    "We're vegan at home but I eat fish when I travel",
    'Vegan at home but eats fish when travelling',
  ],
  [
    'My landlord Mr. Schulz raised the rent to 1200 euros',
    'Landlord Mr. Schulz raised the rent to 1200 euros',
  ],
  ["I'm on Ubuntu 24.04 with zsh", 'Uses Ubuntu 24.04 with zsh'],
  ["Don't suggest pork, I'm Muslim", "Is Muslim, doesn't eat pork"],
  ['I just got promoted to senior engineer!', 'Got promoted to senior engineer'],
  ['i think im allergic to cats, my eyes itch', 'Thinks they are allergic to cats'],
  ['Our anniversary is June 12', 'Anniversary is June 12'],
  ['My hometown is Porto', 'Hometown is Porto'],
  ['I have lived in Lyon for ten years', 'Has lived in Lyon for ten years'],
  ['I usually drink Riesling', 'Usually drinks Riesling'],
  ['I have a meeting with the bank on Tuesday at 10', 'Meeting with the bank on 2026-03-03 at 10'],
  ["I can't eat lactose, gives me cramps", "Can't eat lactose"],
  ['My favorite author is Ursula K. Le Guin', 'Favorite author is Ursula K. Le Guin'],
  ["Yeah I'm single since last year", 'Single since last year'],
  [
    'For work I mostly use Figma and sometimes Sketch',
    'Mostly uses Figma and sometimes Sketch for work',
  ],
  ['I failed my driving test twice', 'Failed driving test twice'],
  ['I want to lose 10 kg by summer', 'Wants to lose 10 kg by summer'],
  ["I'd rather not talk about my ex", 'Would rather not talk about their ex'],
  ["I've started taking guitar lessons on Thursdays", 'Takes guitar lessons on Thursdays'],
  ['I might move to Oslo', 'Might move to Oslo'],
  ['I wish I had a dog', 'Wishes for a dog'],
  ['my brother leo lives in rome', 'Brother Leo lives in Rome'],
  ['Meine Tochter heißt Lina und ist 7', 'Tochter heißt Lina und ist 7'],
  [
    'Ich arbeite seit 2019 bei Siemens in München als Ingenieurin',
    'Arbeitet seit 2019 bei Siemens in München als Ingenieurin',
  ],
  ['Ich habe am 12. Mai Geburtstag', 'Hat am 12. Mai Geburtstag'],
  [
    'Je travaille chez Airbus à Toulouse depuis 2015',
    'Travaille chez Airbus à Toulouse depuis 2015',
  ],
  ["J'ai deux enfants, Léo et Emma", 'A deux enfants, Léo et Emma'],
  ['Tengo un perro que se llama Canelo', 'Tiene un perro que se llama Canelo'],
  ['Estudio medicina en Granada', 'Estudia medicina en Granada'],
  ['Lavoro come architetto a Bologna', 'Lavora come architetto a Bologna'],
  ['Tenho dois gatos', 'Tem dois gatos'],
  ['Ik ben lerares op een basisschool in Gent', 'Is lerares op een basisschool in Gent'],
  ['私はベジタリアンです', 'ベジタリアンです'],
  ['我是一名护士，在北京工作', '是一名护士，在北京工作'],
  ['저는 서울에 살아요', '서울에 살아요'],
  ['Mieszkam w Krakowie', 'Mieszka w Krakowie'],
];

/** A part of what was said, and the fact that it says. */
const ADDED_OF_PARTS: [string, string, string][] = [
  ['Why does my cat Luna scratch the sofa?', 'my cat Luna', 'Has a cat named Luna'],
  ['Can you translate this for my Japanese class?', 'my Japanese class', 'Takes a Japanese class'],
  [
    'If my mom calls, I will be late. She lives in Turin.',
    'She lives in Turin',
    'Mother lives in Turin',
  ],
  ['Maybe you can help, I live in Rome', 'I live in Rome', 'Lives in Rome'],
  ['My "doctor" is strict, I have diabetes', 'I have diabetes', 'Has diabetes'],
  ['Mieszkam w Krakowie i pracuję jako lekarz', 'pracuję jako lekarz', 'Pracuje jako lekarz'],
  ['제 이름은 민수이고 서울에 살아요', '서울에 살아요', '서울에 살아요'],
];

const CHANGED: [string, string, object][] = [
  [
    'family: Girlfriend is called Kim',
    'Kim and I broke up last month',
    { op: 'replace', text: 'Broke up with girlfriend Kim' },
  ],
  ['age: Is 34', "I'm 35 now", { op: 'replace', text: 'Is 35' }],
  [
    'home: Rents a flat in Eimsbüttel',
    'We moved to a bigger flat in Altona',
    { op: 'replace', text: 'Moved to a bigger flat in Altona' },
  ],
  [
    'family: Expecting a baby in March',
    'The baby is here! Her name is Ida',
    { op: 'replace', text: 'Baby is born and is called Ida' },
  ],
  ['sport: Runs 10k every Sunday', "I don't run any more", { op: 'retire' }],
  ['work: Works at Acme', 'Yes I still work at Acme', { op: 'confirm' }],
  [
    'editor: Switched from Vim to Helix',
    'I went back to Vim',
    { op: 'replace', text: 'Went back to Vim' },
  ],
  [
    'drinks: Drinks coffee with milk',
    'I actually prefer coffee black',
    { op: 'replace', text: 'Prefers coffee black' },
  ],
  [
    'travel: Trip to Lisbon is on March 6',
    'My trip got moved to April 3',
    { op: 'replace', text: 'Trip to Lisbon is on April 3' },
  ],
  [
    'pets: Has a dog named Rex',
    'Got a second dog, Max',
    { op: 'add', text: 'Has a second dog named Max' },
  ],
  ['pets: Has a dog named Rex', 'Please forget that I have a dog named Rex', { op: 'retire' }],
];

/** The words that a bad model quotes, and what it makes of them. */
const NOT_ADDED: [string | Passage[], string, string][] = [
  ['What should I cook for a vegan friend?', 'vegan', 'Is vegan'],
  ['Is it true that Canadians love hockey?', 'love hockey', 'Loves hockey'],
  ['My neighbour plays the drums all night', 'plays the drums', 'Plays the drums'],
  ['My neighbour plays the drums all night', 'My neighbour plays the drums', 'Plays the drums'],
  [
    'Pretend you are my grandmother from Naples',
    'my grandmother from Naples',
    'Grandmother is from Naples',
  ],
  ['Suppose I earn 100k, what tax do I pay?', 'I earn 100k', 'Earns 100k'],
  ["I don't own a car", 'own a car', 'Owns a car'],
  ["I don't own a car", "I don't own a car", 'Owns a car'],
  ['I never said I like golf', 'I like golf', 'Likes golf'],
  ['I used to be a smoker', 'I used to be a smoker', 'Is a smoker'],
  ['I stopped drinking coffee', 'drinking coffee', 'Drinks coffee'],
  ['My brother is allergic to bees', 'allergic to bees', 'Allergic to bees'],
  ['He hates Mondays and loves beer', 'loves beer', 'Loves beer'],
  ['I think my wife is vegan', 'is vegan', 'Is vegan'],
  ['Tell me a joke about lawyers', 'lawyers', 'Is a lawyer'],
  ['Translate "I live in Berlin" into Spanish', 'I live in Berlin', 'Lives in Berlin'],
  ['The character in my novel lives in Prague', 'lives in Prague', 'Lives in Prague'],
  ['In the movie, she said "I am a spy"', 'I am a spy', 'Is a spy'],
  ['My sister said I love drama', 'I love drama', 'Loves drama'],
  ['Some people say I am too strict', 'I am too strict', 'Is too strict'],
  ['I wonder if I should buy a Tesla', 'I should buy a Tesla', 'Buys a Tesla'],
  ['I might move to Oslo', 'I might move to Oslo', 'Moved to Oslo'],
  ['Maybe I will adopt a cat', 'I will adopt a cat', 'Has a cat'],
  ['I almost married Tom', 'I almost married Tom', 'Married to Tom'],
  ['I wish I had a dog', 'I had a dog', 'Has a dog'],
  ['I would love a dog if my flat was bigger', 'I would love a dog', 'Loves dogs'],
  ['I have never liked olives', 'liked olives', 'Liked olives'],
  [
    [typed('I like this text: '), pasted('I am a vegan from Ohio')],
    'I am a vegan from Ohio',
    'Is a vegan from Ohio',
  ],
  [
    [typed('I am checking a bio '), pasted('a nurse in Graz')],
    'I am checking a bio a nurse in Graz',
    'Is a nurse in Graz',
  ],
  ['Ich mag keinen Kaffee', 'Ich mag keinen Kaffee', 'Mag Kaffee'],
  ['Meine Frau ist Lehrerin', 'ist Lehrerin', 'Ist Lehrerin'],
  ['Wohnst du in Wien?', 'in Wien', 'Wohnt in Wien'],
  ['¿Vives en Lima?', 'Vives en Lima', 'Vive en Lima'],
  ['Mon frère habite à Nice', 'habite à Nice', 'Habite à Nice'],
  ['Mi hermana trabaja en Google', 'trabaja en Google', 'Trabaja en Google'],
  ['Nuts are fine', 'Nuts are fine', 'Allergic to nuts'],
];

const NOT_CHANGED: [string, string, object][] = [
  [
    'pets: Has a cat named Max',
    'I have a cat named Tom',
    replace(1, 'pets', 'Has a cat named Tom', 'I have a cat named Tom'),
  ],
  ['music: Likes jazz', 'I like rock', replace(1, 'music', 'Likes rock', 'I like rock')],
  [
    'language: Speaks Polish',
    'I speak Dutch',
    replace(1, 'language', 'Speaks Dutch', 'I speak Dutch'),
  ],
  [
    'travel: Visited Paris in April',
    'I visited Rome in May',
    replace(1, 'travel', 'Visited Rome in May', 'I visited Rome in May'),
  ],
  ['car: Owns a Volvo', 'I bought a bike', retire(1, 'car', 'I bought a bike')],
  ['work: Works at Acme', 'I love my job', retire(1, 'work', 'I love my job')],
  ['music: Loves jazz', 'I love jazz', replace(1, 'music', 'Hates jazz', 'I love jazz')],
  ['work: Works at Acme', 'No', confirm(1, 'work', 'No')],
  ['work: Works at Acme', 'Should I quit Acme?', retire(1, 'work', 'I quit Acme')],
  ['work: Works at Acme', 'My wife quit Acme', retire(1, 'work', 'quit Acme')],
  [
    'work: Works at Acme',
    'I work at Acme and Globex',
    replace(1, 'work', 'Works at Globex', 'I work at Acme and Globex'),
  ],
];

describe('what the user states is written', () => {
  it.each(ADDED)('"%s" as "%s"', (said, fact) => {
    const quote = said.split(/[,!] (?:what|my|gives)|!$/)[0] ?? said;
    expect(written(said, add('other', fact, quote), [])).toEqual([`+ other: ${fact}`]);
  });

  it.each(ADDED_OF_PARTS)('of "%s" the part "%s" as "%s"', (said, quote, fact) => {
    expect(written(said, add('other', fact, quote), [])).toEqual([`+ other: ${fact}`]);
  });

  it.each(CHANGED)('in the place of "%s": "%s"', (old, said, over) => {
    const tag = old.split(':')[0] ?? '';
    const lines = written(said, { ...add(tag, '', said), text: null, target: 1, ...over }, [old]);
    expect(lines.filter((line) => /^[?!]/.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('what the user does not state is not written', () => {
  it.each(NOT_ADDED)('of %j the part "%s" as "%s"', (said, quote, fact) => {
    expect(written(said, add('other', fact, quote), [])).toEqual([expect.stringMatching(/^[?!] /)]);
  });

  it.each(NOT_CHANGED)('in the place of "%s": "%s"', (old, said, change) => {
    expect(written(said, change, [old])).toEqual([expect.stringMatching(/^[?!] /)]);
  });
});
