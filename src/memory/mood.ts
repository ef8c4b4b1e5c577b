import type { Context } from './context.ts';
import { fold } from './fold.ts';

// English, German, French, Spanish, Italian, Portuguese, Dutch.
const OPENING = '^(?:(?:and|so|but|also|hey|hi|ok|okay|well|then|now|please|pls|und|et|y|e|en) )*';
const AUXILIARY =
  "(?:do|does|did|can|could|should|would|will|shall|am|is|was|must|don't|can't|didn't)";
const QUESTION = new RegExp(
  `${OPENING}(?:what|what's|who|who's|whose|which|where|where's|when|why|how|how's|${AUXILIARY}|are|were|isn't|aren't|` +
    '(?:have|has|had|may|might) (?=i |you|we |they|he |she |it |anyone|there)|' +
    'wo|wer|wie|wann|warum|wieso|welche[rsn]?|kannst|kann|könntest|ist|sind|hast|soll|darf|' +
    'où|qui|quoi|quel\\p{L}*|comment|quand|pourquoi|est-ce|peux-tu|peux|' +
    'dónde|qué|quién|cómo|cuándo|cuál|puedes|dove|che|chi|quando|perché|puoi|onde|quem|pode|waar|wat|hoe|kun)(?!\\p{L})',
  'u',
);
/** A question even where the mark is missing. */
const OPEN_QUESTION = new RegExp(
  `${OPENING}(?:(?:what|who|where|when|why|how|which)(?:'s)? (?:is|are|do|does|did|can|could|should|would|was|were|much|many|long|to)|(?:can|could|would|will) you|what's|who's|where's)(?!\\p{L})`,
  'u',
);
const TASK = new RegExp(
  `${OPENING}(?:(?:can|could|would|will) you |let's |i need you to |i want you to )*(?:fix|write|rewrite|translate|explain|summari[sz]e|show|give|help|make|create|generate|find|list|convert|draft|suggest|recommend|book|check|compare|calculate|compute|describe|implement|debug|refactor|review|solve|proofread|correct|define|count|sort|print|run|test|draw|look up|search|tell me|teach me)(?!\\p{L})`,
  'u',
);
const FIRST =
  /(?<!\p{L})(?:i|i'm|im|i've|ive|i'd|i'll|my|mine|we|we're|our|ich|wir|mein\p{L}*|unser\p{L}*|je|j'\p{L}+|mon|ma|mes|nous|notre|yo|mi|mis|io|mio|mia|eu|meu|minha|ik|mijn|я|мо\p{L}|у меня|私|僕|俺|我)(?!\p{L})/u;
const ASKED_OF_SELF = new RegExp(
  `(?<!\\p{L})${AUXILIARY} (?:i|we)(?!\\p{L})|(?<!\\p{L})(?:kann|soll|sollte|muss|darf|könnte|werde) ich(?!\\p{L})|^\\p{L}+ (?:ich|je|ik|eu)(?!\\p{L})`,
  'u',
);
const TOLD =
  /(?:did you know|do you (?:know|remember)|did i (?:tell|mention)|have i (?:told|mentioned)|you know what|wusstest du|weißt du)/u;

const SUPPOSED =
  /(?<!\p{L})(?:if|whether|suppose|supposing|imagine|assuming|let's say|hypothetically|angenommen|stell dir vor)(?!\p{L})|^(?:und |et |y |e |en )?(?:wenn|falls|ob|si|se|als|imagina|imaginons|supposons)(?!\p{L})/u;
const CONDITIONAL =
  /(?<!\p{L})(?:if|when|whenever|unless|whether|would|wenn|falls|würde|si|se|als)(?!\p{L})/u;
const WOULD = /(?<!\p{L})(?:would|i'd|could|würde|könnte)(?!\p{L})/u;

const UNSURE =
  /(?<!\p{L})(?:might|maybe|perhaps|possibly|(?:almost|nearly) \p{L}+ed|i wish|hopefully|vielleicht|peut-être|quizás|tal vez|forse|talvez|misschien)(?!\p{L})/u;
const OPEN =
  /(?<!\p{L})(?:might|may|maybe|perhaps|possibl[ey]|almost|nearly|wish(?:es)?|wants?|hopes?|hoping|dreams?|considers?|considering|thinks?|thinking|plans?|planning|vielleicht|peut-être|quizás|tal vez|forse|talvez|misschien)(?!\p{L})/u;

const IN_CHARACTER =
  /(?<!\p{L})(?:role[ -]?play\p{L}*|pretend|in character|you are now|act as|rollenspiel|jeu de rôle|juego de rol)(?!\p{L})/u;
const INVENTED =
  /(?<!\p{L})(?:story|stories|poem|song|lyrics|novel|scene|dialogue|tale|fan ?fic\p{L}*|screenplay|geschichte|gedicht|poème|histoire|cuento|poema|racconto)(?!\p{L})/u;

/** Whether the words speak of the user themselves: "I", "my", "ich" … */
export function isFirstPerson(folded: string): boolean {
  return FIRST.test(folded);
}

/**
 * Why words that stand there do not state anything, or null: a question, a request, a supposition,
 * a part in a story. Takes them for a statement in doubt.
 */
export function problemOfMood(context: Context, fact: string): string | null {
  if (isAsked(context)) return 'you asked this, you did not say it';
  if (isReported(context)) return 'you gave the words of someone else';
  return isImagined(context, fact) ? 'you only imagined this' : null;
}

/** Whether the clause of the sentence asks. */
export function isQuestion(clause: string, sentence: string): boolean {
  if (OPEN_QUESTION.test(clause)) return true;
  return sentence.endsWith('?') && (QUESTION.test(clause) || ASKED_OF_SELF.test(clause));
}

/** "Wohnst du in Wien?", in any language: the last clause, and not of the user. */
function endsInQuestion({ quote, sentence }: Context): boolean {
  const rest = sentence.slice(sentence.lastIndexOf(quote) + quote.length);
  return /^[^,;:]*\?[?!]*$/u.test(rest) && !/[,;:] /u.test(quote) && !isFirstPerson(quote);
}

/** Words between quotation marks, or behind "she said". */
function isReported({ lead, quote, sentence }: Context): boolean {
  const start = sentence.slice(0, sentence.lastIndexOf(quote));
  return start.split('"').length % 2 === 0 || REPORTED.test(lead);
}

const REPORTED =
  /(?<!\p{L})(?!i )\p{L}+ (?:said|says|say|claims?|claimed|thinks?|thought|believes?|told me|tells me|sagt|sagte|meint|dit|dice|diz|zegt)(?:,? (?:that|dass|que|che|dat))?$/u;

function isAsked(context: Context): boolean {
  const { lead, quote, sentence } = context;
  const clause = `${lead} ${quote}`.trim();
  if (!isQuestion(clause, sentence)) {
    return endsInQuestion(context) || (TASK.test(clause) && !isFirstPerson(quote));
  }
  if (TOLD.test(clause)) return false;
  if (!isFirstPerson(quote)) return true;
  // "How do I tell my wife that I lost my job?" asks how, and says the rest.
  const asked = ASKED_OF_SELF.exec(clause);
  return asked !== null && asked.index + asked[0].length > clause.length - quote.length;
}

function isImagined({ lead, quote, sentence, before }: Context, fact: string): boolean {
  if (IN_CHARACTER.test(`${before} ${quote}`)) return true;
  const invented = INVENTED.exec(lead)?.[0];
  const said = fold(fact);
  if (invented !== undefined && !said.includes(invented)) {
    if (TASK.test(sentence) || !isFirstPerson(quote)) return true;
  }
  if (UNSURE.test(`${lead} ${quote}`) && !OPEN.test(said)) return true;
  if (CONDITIONAL.test(said)) return false;
  const opening = `${lead} ${quote.split(' ').slice(0, 2).join(' ')}`.trim();
  if (SUPPOSED.test(opening)) return true;
  return WOULD.test(quote) && SUPPOSED.test(sentence);
}
