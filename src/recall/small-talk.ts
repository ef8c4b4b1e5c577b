import { contentRoots, isEveryday, root } from '../memory/everyday-words.ts';

/** Words that keep a conversation going and are about nothing; everyday words beside them count as well. */
const GOING_ON: ReadonlySet<string> = new Set(
  (
    'continue proceed perfect awesome cool super wonderful amazing lovely brilliant lol haha hehe nope yep ' +
    'yup sounds makes sense else agree agreed exactly correct interesting wow hm hmm oh ah cheers bye ' +
    'goodbye sir noted understood indeed absolutely definitely certainly whatever nevermind ' +
    'danke bitte weiter genau stimmt prima klar alles klasse okay richtig passt tschüss moin ' +
    "merci oui ouais d'accord continuez continuer parfait voilà salut bonjour bonsoir " +
    'gracias vale perfecto sigue continúa claro hola adiós bien ' +
    'grazie perfetto continua bene ciao obrigado obrigada perfeito sim olá ' +
    'dank bedankt graag prima spasibo спасибо да нет хорошо привет ' +
    'はい いいえ ありがとう ありがとうございます こんにちは そう 谢谢 谢谢你 好的 好 继续 你好 不 对 감사합니다 네'
  )
    .split(' ')
    .map(root),
);

/** Whether a message only keeps the conversation going: "thanks!", "yes please", "continue". */
export function isSmallTalk(text: string): boolean {
  return contentRoots(text).every((word) => isEveryday(word) || GOING_ON.has(word));
}

const FIRST_PERSON =
  /(?<!\p{L})(?:i|me|my|mine|we|us|our|ich|mich|mir|mein\p{L}{0,2}|wir|unser\p{L}{0,2}|je|j|moi|mon|ma|mes|nous|notre|nos|yo|mi|mis|nuestr[oa]s?|eu|meu|minha|io|mio|mia|ik|mijn)(?!\p{L})/iu;

/** Whether it asks about the one who asks, in whatever words: "Where do I live?" */
export function asksAboutOneself(text: string): boolean {
  return /[?？]/u.test(text) && FIRST_PERSON.test(text);
}
