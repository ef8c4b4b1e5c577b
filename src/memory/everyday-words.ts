import { FORGOTTEN } from './clause-spans.ts';
import { fold } from './fold.ts';
import { withoutMarks } from './privacy.ts';
import { COMMON_VERBS, STOP_WORDS } from './stop-words.ts';
import { stem, words } from './words.ts';

/** What the forms of a word share: its stem without accents. "Nüsse" and "nusse" are one here. */
export function root(word: string): string {
  // Most words are plain, and texts are long.
  if (/^[a-z\d]+$/.test(word)) return stem(word);
  return stem(withoutAccents(word).replace(/'s?$/u, ''));
}

/** The folded text without accents: "José" is "jose", "Straße" is "strasse". */
export function withoutAccents(text: string): string {
  const bare = fold(text)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '');
  return bare.replace(/ß/gu, 'ss').normalize('NFC');
}

/** The roots of the words that carry content, each once, in order. */
export function contentRoots(text: string): string[] {
  const content = new Set(words(text).filter((word) => !STOP_WORDS.has(word)));
  return [...new Set([...content].map(root))].filter((word) => word !== '');
}

/**
 * Whether a root is a word of everyday talk, so that finding it says nothing of what it is about:
 * common verbs and adjectives, times, quantities, numbers of one or two digits and years.
 */
export function isEveryday(word: string): boolean {
  return EVERYDAY.has(word) || /^(?:\d{1,2}\p{L}{0,2}|(?:19|20)\d\d|[a-z])$/u.test(word);
}

/** Whether a text has no other words than everyday ones, marks left aside. */
export function saysNothing(text: string): boolean {
  const rest = withoutMarks(text.replaceAll(FORGOTTEN, ' '));
  return contentRoots(rest).every(isEveryday);
}

const EVERYDAY: ReadonlySet<string> = new Set(
  [
    ...COMMON_VERBS,
    ...(
      'be can come came went gone see saw seen look find found give gave given put set show turn run ' +
      'ask answer talk speak spoke write wrote read hear help eat ate drink sleep play meet met buy ' +
      'bought pay use bring brought leave left let mean meant happen seem change learn watch wait ' +
      'wish hope sit stand spend grow grew lose lost win open close visit travel follow believe ' +
      'prefer usually often always never sometimes almost maybe perhaps ever once twice ago since ' +
      'until before after during while soon later early late ' +
      'small big large little great good better best bad worse worst new old young long short high ' +
      'low fast slow hard easy nice fine happy sad sure right wrong true real full whole half free ' +
      'able different important favorite favourite main other next last first second third few lot ' +
      'lots bit enough least less quite rather pretty well much back away around near far ' +
      'thing stuff something anything nothing everything someone anyone everyone somebody people ' +
      'man woman men women guy kind type sort way part side place point case fact idea question ' +
      'problem reason example number name word list number order age size ' +
      'time day night morning evening afternoon week weekend month year hour minute moment today ' +
      'tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january ' +
      'february march april june july august september october november december ' +
      'home house city town country world company job office team ' +
      'remember recall forget told said note noted thanks thank hello hi hey sorry welcome user ' +
      'gut gute guter gutes groß große kleiner klein kleine neu neue alt alte viel viele wenig mehr ' +
      'immer nie oft manchmal heute morgen gestern tag tage woche monat jahr jahre zeit mal sache ' +
      'ding leute mensch menschen mann frau stadt land firma gehen gehe geht kommen kommt machen ' +
      'macht essen esse isst trinken trinke spielen sehen sehe sagen sage wissen weiß können kann ' +
      'will wollen möchte muss müssen gerne gern lieber name montag dienstag mittwoch donnerstag ' +
      'freitag samstag sonntag januar februar märz mai juni juli oktober dezember ' +
      'bon bonne grand grande petit petite nouveau nouvelle vieux temps jour semaine mois année ' +
      'chose gens homme femme ville pays faire fait aller vais beaucoup toujours jamais ' +
      'bueno buena grande pequeño nuevo nueva viejo tiempo día semana mes año cosa gente hombre ' +
      'mujer ciudad país hacer hago tengo tiene mucho siempre nunca'
    ).split(' '),
  ].map(root),
);
