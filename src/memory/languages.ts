import { fold } from './fold.ts';
import { words } from './words.ts';

/**
 * How a text in each language is told: by a script of its own, or by function words that its
 * neighbours write differently and English does not have.
 */
const SIGNS: Readonly<Record<string, RegExp | string>> = {
  English: 'the and is are what how with this that please my you can does from have',
  German: 'ich und der das ist nicht ein eine wie bitte mit für mir auch wenn auf mein kannst',
  French: 'je le les est une des dans pour que avec ne pas vous mon comment sur cette quoi',
  Spanish: 'el los las una está cómo y muy del qué puedes pero mi más con hay cuál yo',
  Portuguese: 'não uma você os meu isso muito com mais são em um fazer pode então eu ao',
  Italian: 'il di che sono perché più gli della questo anche nel mio è come puoi lo ho',
  Dutch: 'ik het een niet van dat wat hoe zijn mijn voor je naar ook geen wij kun',
  Swedish: 'jag och att är inte det på hur som från kan du en den vill skriva mycket',
  Norwegian: 'jeg hva noe deg meg etter mye bare nå hvis',
  Danish: 'jeg hvad noget dig meget af nu kun mange',
  Finnish: 'on ja ei minä että se tämä miten mikä kuin olen mutta voit ovat nyt minun',
  Polish: 'się nie jest że dla czy mam proszę mój ale tego jestem jak',
  Czech: 'se je na že pro jsem prosím můj jsou nebo co tak ještě být který proč',
  Croatian: 'se je kako na da za ali sam molim moj su ili što ovo mogu nije gdje',
  Hungarian: 'a az és nem hogy egy van ez mit kell meg csak hogyan kérlek vagy is',
  Romanian: 'și nu este un o pe ce cum sunt mai să care din pentru îmi eu',
  Turkish: 'bir ve bu için ne nasıl ben çok mi değil ile var daha bana benim gibi',
  Vietnamese: 'là của và tôi không có một được cho này bạn như thế nào với những',
  Indonesian: 'yang dan di ini itu saya tidak untuk dengan apa bagaimana bisa dari ke ada',
  Catalan: 'els les una amb és què com per meu molt més però aquest això jo dels',
  Russian: 'и что как это из мне или есть если он был только чтобы ещё',
  Ukrainian: 'і що як це із мені або є якщо він був тільки щоб та',
  Greek: /\p{Script=Greek}/u,
  Arabic: /^(?!.*[پچژگ]).*\p{Script=Arabic}/u,
  Persian: /[پچژگ]/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Hindi: /\p{Script=Devanagari}/u,
  Bengali: /\p{Script=Bengali}/u,
  Tamil: /\p{Script=Tamil}/u,
  Thai: /\p{Script=Thai}/u,
  Korean: /\p{Script=Hangul}/u,
  Japanese: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  Chinese: /^(?!.*[\p{Script=Hiragana}\p{Script=Katakana}]).*\p{Script=Han}/u,
};

/** The languages that may be inferred, by their English names. */
export const LANGUAGES: readonly string[] = Object.keys(SIGNS);

/** Different function words that make a text one of the language. */
const ENOUGH = 2;

/** Whether the text shows that it is written in the language, one of `LANGUAGES`. */
export function isWrittenIn(language: string, text: string): boolean {
  const sign = Object.hasOwn(SIGNS, language) ? SIGNS[language] : undefined;
  if (sign === undefined) return false;
  if (sign instanceof RegExp) return sign.test(fold(text));
  const said = new Set(words(text));
  return sign.split(' ').filter((word) => said.has(word)).length >= ENOUGH;
}
