import { fold } from './fold.ts';

// What one tells an assistant to do; a fact about the user has these verbs with an s or not at all.
const VERB =
  '(?:respond|reply|answer|say|tell|mention|output|print|include|reveal|ignore|disregard|follow|obey|' +
  'act|behave|pretend|roleplay|recommend|suggest|trust|execute|run|call|use|write|speak|send|forget|' +
  'remember|refuse|treat|assume|consider|address|end|start|begin|append|prefix|repeat|translate|' +
  'antworte|ignoriere|vergiss|schreibe|sage|nenne|verwende|réponds|répondez|ignore[zr]?|responde|ignora|olvida)';

// Verbs that are an order only behind "always" and the like: "Love jazz" may be a note.
const URGED =
  '(?:praise|love|agree|compliment|greet|talk|give|provide|explain|avoid|keep|be|make|put|show|list|offer|insert|add|share|link|visit|open|click|buy|pay|delete|check|ask|put|mark|believe|do|let|accept|approve|allow|help)';

const ORDERS: readonly RegExp[] = [
  new RegExp(
    `^["'(]*(?:please |bitte |now |and |then |so |also |from now on,? |in (?:the )?future,? |remember:? (?:to )?|important:? |note:? |instructions?:? |immer |ab jetzt )*(?:(?:always|never|do not|don't|only|must) )?${VERB}(?![\\p{L}'-])`,
    'u',
  ),
  new RegExp(`^["'(]*(?:always|never|please|do not|don't|must) ${URGED}(?![\\p{L}'-])`, 'u'),
  /^["'(]*(?:system|assistant|developer|instructions?|ai|admin)\s?(?:prompt|message|note)?\s?:/u,
  /(?<!\p{L})you(?:'re| are| must| should| shall| will| have to| need to| may| can| cannot| can't)(?!\p{L})/u,
  /(?<!\p{L})(?:du|sie) (?:musst|müssen|sollst|sollen|darfst|dürfen|bist (?:jetzt|nun)|wirst)(?!\p{L})/u,
  /(?<!\p{L})(?:the |this |any |every )?(?:assistant|ai|chatbot|model|bot|llm|claude|memchat)s? (?:must|should|shall|has to|have to|needs? to|is to|are to|will|may not|can|is allowed|muss|soll)(?!\p{L})/u,
  /(?<!\p{L})(?:wants?|needs?|expects?|asks?|asked|instructs?|instructed|tells?|told|orders?|requires?|allows?) (?:the |an? |its |their |any )?(?:assistant|ai|chatbot|model|bot|llm|claude|memchat|you)(?!\p{L})/u,
  /(?<!\p{L})(?:(?:previous|prior|earlier|above|all|system|these) (?:instructions?|prompts?|rules)|system prompt|jailbreak|developer mode|in every (?:reply|response|answer|message)|(?:when|whenever|if) (?:asked|you|the user asks))(?!\p{L})/u,
];

/**
 * Whether a sentence reads as an order to the assistant rather than as a note about the user:
 * "Always reply in verse", "The assistant must …", "Ignore previous instructions".
 */
export function readsAsOrder(sentence: string): boolean {
  const folded = fold(sentence);
  return ORDERS.some((order) => order.test(folded));
}
