import { longhand } from '../english/shorthand.ts';

const LEADS =
  /^(?:(?:and|so|but|ok|okay|hey|hi|also|btw|by the way|please|um|hmm|well|oh|now|then|just|sorry|quick question|question|(?:can|could|would|will) you (?:please )?(?:tell me|remind me|say)|(?:please )?(?:tell|remind) me(?: again)?|do you (?:still |even )?(?:know|remember|recall)|any idea|i forgot|i wonder|did i (?:ever |already )?(?:tell|mention to|say to) you)[\s,:]+)+(?=(?:again )?(?:what|who|where|when|which|how|do|does|did|is|are|am|was|if|whether|have|has)\b)/iu;

/** A question in one form: "do u remember where we live?" → "where do I live". */
export function plainQuestion(question: string): string {
  const spelled = longhand(question.trim()).replace(LEADS, '');
  const own = spelled
    .replace(/\b(do|did|are|have|can|should|will|would|were) we\b/giu, (_, verb: string) =>
      /^are$/iu.test(verb) ? 'am I' : `${verb} I`,
    )
    .replace(/\b(?:if|whether) (?=i\b|my\b)/giu, '')
    .replace(/\bour\b/giu, 'my')
    .replace(/\bI (?:am|'m) called\b/giu, 'my name is')
    .replace(/[\s?!.]+$/u, '');
  return `${own}?`;
}
