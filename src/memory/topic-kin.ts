import { contentWords } from './words.ts';

// What people say of a change, and the words and tags of the facts that it changes.
const TOPICS = [
  'home live living moved moving relocated house flat apartment city town address wohne wohnt gezogen umgezogen wohnung habite déménagé vivo vive mudado abito abita moro mora woon woont verhuisd',
  'work job working employed employer company boss office career hired fired quit joined promoted retired arbeite arbeitet beruf firma stelle gekündigt travaille travail emploi trabajo trabaja lavoro lavora trabalho trabalha werk werkt',
  'family married marriage wife husband spouse partner engaged divorced girlfriend boyfriend dating pregnant baby kids child son daughter verheiratet frau mann kind kinder femme mari esposa marido moglie mulher vrouw',
  'food diet eat eating drink vegan vegetarian meat cook esse isst essen trinke mange como come mangio eet',
  'health allergic allergy doctor diagnosed medicine surgery pregnant smoking smoke gesundheit allergisch arzt santé salud salute saúde',
  'pets pet dog cat puppy kitten adopted hund katze chien chat perro gato cane gatto cachorro hond kat',
  'education study studying university school degree student graduated studiere uni schule études estudio studio',
  'travel trip flight flying visit vacation holiday reise fliege urlaub voyage viaje viaggio viagem reis',
].map((topic) => new Set(contentWords(topic)));

/** The content words of everyday topics that the text touches: "moved" brings "live" and "home". */
export function topicKin(text: string): string[] {
  const said = new Set(contentWords(text));
  return TOPICS.filter((topic) => [...topic].some((word) => said.has(word))).flatMap((topic) => [
    ...topic,
  ]);
}
