import type { KnownFact } from '../knowledge.ts';

/** A question about one part of the memory, and the facts that answer it. */
interface QuestionTopic {
  asked: RegExp;
  answers: (fact: KnownFact) => boolean;
  /** Words to look for if nothing else answers. */
  about: string;
}

function slotOrTag(slot: RegExp, tag?: RegExp): (fact: KnownFact) => boolean {
  return ({ claim, tag: own }) =>
    (claim !== null && slot.test(claim.slot)) || (tag?.test(own) ?? false);
}

function liked(sign: 1 | -1): (fact: KnownFact) => boolean {
  return ({ claim, tag, text }) =>
    claim === null
      ? /^(?:tastes?|likes?|dislikes?|preferences?)$/u.test(tag) &&
        (sign === -1) === /hate|dislike|n't|not/iu.test(text)
      : (claim.slot === 'taste' || (sign === 1 && /^favorite:/u.test(claim.slot))) &&
        claim.sign === sign;
}

const isPet = slotOrTag(/^$/u, /^(?:pets?|dogs?|cats?|animals?)$/u);

/** What the user is not ("I'm not a doctor") answers no question about their work. */
function isWork(fact: KnownFact): boolean {
  return (
    slotOrTag(/^work\./u, /^(?:work|job|career|employment)$/u)(fact) && fact.claim?.sign !== -1
  );
}

/** In order; the first that is asked and has an answer is taken. */
export const TOPICS: readonly QuestionTopic[] = [
  {
    asked:
      /\bwhere (?:do|am|did) i (?:currently |now )?(?:live|living|based|reside|move)|\b(?:which|what) (?:city|town|country|place|street|state)\b.*\b(?:i|am i) (?:currently |now )?(?:live|living|in|based|move|from)|\bwhere is my (?:home|house|flat|apartment)|\bwhere(?:'s| is) home\b|\bmy (?:home|address|city)\b/iu,
    answers: slotOrTag(/^home$/u, /^(?:home|location|residence)$/u),
    about: 'live',
  },
  {
    asked:
      /\bwhere (?:am i from|do i come from|was i born|did i grow up)|\bmy (?:nationality|hometown|origin)|\bwhat country am i from/iu,
    answers: slotOrTag(/^origin/u, /^origin$/u),
    about: 'from born',
  },
  {
    asked:
      /\bwhen (?:is|was|'s) my (?:birthday|bday)|\bwhen was i born|\bmy (?:birthday|birth date|date of birth)/iu,
    answers: slotOrTag(/^birthday$/u, /^birthday$/u),
    about: 'birthday',
  },
  {
    asked: /\bhow old am i|\bwhat(?:'s| is) my age\b/iu,
    answers: slotOrTag(/^age$/u, /^age$/u),
    about: 'years',
  },
  {
    asked: /\bwhere (?:do )?i work|\bwho (?:do )?i work for|\bmy (?:employer|company)\b/iu,
    answers: (fact) => isWork(fact) && /\b(?:at|for|from|in)\b/u.test(fact.said),
    about: '',
  },
  {
    asked:
      /\bwhat (?:do|am) i (?:do|doing) (?:for (?:a living|work|money)|professionally|at work)|\bwhat (?:do i do|work do i do)\s*\?*$|\bmy (?:job|work|profession|occupation|career|employer|company|job title)\b|\bwhere do i work|\bwho do i work for|\bwho(?:'s| is) my employer|\bwhat kind of work/iu,
    answers: isWork,
    about: 'work job',
  },
  {
    asked:
      /\bwhat (?:do|am|did) i stud|\bwhere (?:do|did|am) i stud|\bmy (?:degree|studies|major|education)/iu,
    answers: slotOrTag(/^education$/u, /^(?:education|studies|study)$/u),
    about: 'study degree',
  },
  {
    asked: /\bwhat am i learning|\bwhat do i (?:want to )?learn\b/iu,
    answers: slotOrTag(/^learning$/u, /^learning$/u),
    about: 'learning learn',
  },
  {
    asked:
      /\bmy plans?\b|\bwhat (?:am i|do i|are we) (?:planning|plan|going to do|doing (?:on|next|this|tomorrow|in))|\bwhat do i have planned|\bwhat(?:'s| is) (?:next|coming up|ahead)|\bmy (?:goals?|dreams?|schedule|agenda|trips?|appointments?)\b|\bwhere am i (?:going|flying|travell?ing)|\bwhen am i (?:going|flying|travell?ing|moving|leaving)|\bwhen do i (?:fly|leave|move|travel)|\bwhen is my (?:exam|appointment|interview|flight|trip|wedding|vacation|holiday|move)/iu,
    answers: slotOrTag(/^(?:plan|goal|event:)/u, /^(?:plans?|goals?|travel|trips?)$/u),
    about: 'plan',
  },
  {
    asked: /\b(?:what|which) (?:\w+ )?(?:editors?|ide)\b|\bmy (?:editor|ide)\b/iu,
    answers: slotOrTag(/^tool:editor$/u, /^editor$/u),
    about: 'editor',
  },
  {
    asked: /\b(?:what|which) (?:os|operating system|distro)\b|\bmy (?:os|operating system)\b/iu,
    answers: slotOrTag(/^tool:os$/u, /^os$/u),
    about: 'os',
  },
  {
    asked: /\b(?:what|which) shell\b|\bmy shell\b/iu,
    answers: slotOrTag(/^tool:shell$/u, /^shell$/u),
    about: 'shell',
  },
  {
    asked: /\b(?:what|which) browser\b|\bmy browser\b/iu,
    answers: slotOrTag(/^tool:browser$/u, /^browser$/u),
    about: 'browser',
  },
  {
    asked: /\b(?:what|which) (?:phone|smartphone)\b|\bmy phone\b/iu,
    answers: slotOrTag(/^(?:tool:phone|my:phone)$/u, /^phone$/u),
    about: 'phone',
  },
  {
    asked:
      /\b(?:what|which) programming languages?\b|\b(?:what|which) languages? do i (?:code|program|write|use)/iu,
    answers: slotOrTag(/^tool:programming-language$/u, /^(?:programming-)?language$/u),
    about: 'program code',
  },
  {
    asked: /\b(?:what|which|how many) languages? (?:do|can) i (?:speak|know)|\bwhat do i speak/iu,
    answers: slotOrTag(/^speaks$/u, /^languages?$/u),
    about: 'speak language',
  },
  {
    asked:
      /\b(?:what|which) tools?\b|\bwhat do i use\b(?! for)|\bwhat (?:software|programs) do i/iu,
    answers: slotOrTag(/^tool:/u, /^(?:tools?|editor|software)$/u),
    about: 'use',
  },
  {
    asked: /\b(?:what|which) (?:car|bike|vehicle)\b|\bwhat do i drive|\bmy (?:car|bike)\b/iu,
    answers: slotOrTag(/^(?:vehicle|my:car|my:bike)$/u, /^(?:car|bike|vehicle)$/u),
    about: 'drive car',
  },
  {
    asked: /\bwhat am i allergic|\bmy allerg|\ballergies\b/iu,
    answers: slotOrTag(/^(?:allergy|diet\.intolerance)$/u, /^allerg(?:y|ies)$/u),
    about: 'allergic',
  },
  {
    asked:
      /\bmy diet\b|\bwhat (?:do|can|can't|cannot|don't|should) i (?:not )?(?:eat|drink)|\bdietary\b/iu,
    answers: (fact) =>
      slotOrTag(/^(?:diet\.|allergy|consumes:)/u, /^(?:diet|food|allergy)$/u)(fact) &&
      fact.claim?.slot !== 'consumes:smoke',
    about: 'eat diet',
  },
  {
    asked:
      /\bwhat (?:do|don't) i (?:not like|hate|dislike|detest)|\bwhat don't i like|\bwhat can't i stand|\bwhat (?:else|things|stuff) do i (?:hate|dislike)|\bmy dislikes\b/iu,
    answers: liked(-1),
    about: 'hate dislike',
  },
  {
    asked:
      /\bmy (?:hobby|hobbies|interests|pastimes)\b|\bwhat do i (?:do for fun|(?:like|love|enjoy) (?:to do|doing))|\b(?:free|spare) time|\bfor fun\b/iu,
    answers: (fact) =>
      liked(1)(fact) ||
      (/^(?:hobb(?:y|ies)|habits|tastes)$/u.test(fact.tag) && fact.claim?.sign !== -1),
    about: 'like love enjoy',
  },
  {
    asked:
      /\bwhat (?:(?:kinds? of )?(?:else|things|stuff|all) )?do i (?:like|love|enjoy|prefer)|\bmy (?:likes|tastes?|favou?rites)\b/iu,
    answers: liked(1),
    about: 'like love enjoy',
  },
  { asked: /\b(?:pets?|animals?)\b/iu, answers: isPet, about: 'dog cat pet' },
  {
    asked: /\bmy family\b|\bfamily members?\b|\bmy relatives\b/iu,
    answers: slotOrTag(/^family\./u, /^family$/u),
    about: 'family',
  },
  {
    asked: /\bwhom? (?:am i|i am|i'm|did i|i) (?:married|engaged|marry)\b|\bmy spouse\b/iu,
    answers: slotOrTag(
      /^family\.relationship$|^(?:person|about):(?:wife|husband|spouse|partner|fianc[eé]e?)(?::name)?$/u,
    ),
    about: 'married wife husband spouse',
  },
  {
    asked: /\bam i (?:married|single|engaged|divorced)|\bmy (?:marital|relationship) status/iu,
    answers: slotOrTag(/^family\.relationship$/u),
    about: 'married',
  },
  {
    asked: /\bmy (?:health|medical|conditions?)\b/iu,
    answers: slotOrTag(/^(?:health|allergy)$/u, /^health$/u),
    about: 'health',
  },
  {
    asked: /\bmy (?:habits|routines?)\b/iu,
    answers: slotOrTag(/^(?:habit|does:)/u, /^habits?$/u),
    about: 'usually',
  },
];
