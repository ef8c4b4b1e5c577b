import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const DIET =
  /^I (?:am|became|have become|have gone|went|have been|turned) (?:an? |on (?:an? )?)?((?:strict |lifelong )?(?:vegan|vegetarian|pescatarian|pescetarian|flexitarian|carnivore|omnivore|(?:lactose|gluten|fructose|histamine)[- ]intolerant|gluten[- ]free|dairy[- ]free|(?:low[- ]carb|keto|paleo|vegan|vegetarian|mediterranean|gluten-free|halal|kosher)(?: diet)?|teetotal(?:ler)?|celiac|coeliac))\b(.*)$/iu;
const ALLERGY =
  /^I (?:am (?:(?:very|severely|highly|mildly) )?allergic to|have an? (?:\w+ )?(?:allergy to|intolerance to)|react badly to) (.+)$/iu;
const ALLERGY_TO = /^I have an? ([\p{L}-]+) (?:allergy|intolerance)$/iu;
const EATS = /^I (eat|drink|smoke|consume)(?: (.+))?$/iu;
const BORN =
  /^(?:my (?:birthday|birth date|date of birth|bday) is|I was born)(?: on| in)? (?:the )?(.+)$/iu;
const AGE =
  /^I (?:am|turned|have turned|just turned|will be|turn|am turning) (?:an? )?(\d{1,3})(?:[ -]?(?:years?[ -]old|yo|y\/o))?(?: (?:now|years old|on .+|around .+))?$/iu;
const HEALTH =
  /^I (?:have|suffer from|was diagnosed with|have been diagnosed with|got diagnosed with|live with) (?:an? |type \d )?((?:[\p{L}-]+ )?(?:asthma|diabetes|adhd|add|autism|migraines?|celiac(?: disease)?|coeliac|hypertension|high blood pressure|arthritis|epilepsy|depression|anxiety|insomnia|hay fever|dyslexia|tinnitus|ibs|eczema|psoriasis|back pain|bad (?:knee|back)|allerg(?:y|ies)|heart condition|pacemaker|cancer|scoliosis|endometriosis|hypothyroidism))\b(.*)$/iu;
const TRAITS =
  /^I (?:am|use) (?:an? )?((?:type \d )?(?:diabetic|dyslexic|autistic|asthmatic|deaf|blind|colou?r[- ]?blind|short-sighted|nearsighted|left[- ]handed|right[- ]handed|ambidextrous|epileptic|wheelchair|introvert(?:ed)?|extrovert(?:ed)?|ambivert|night owl|morning person|early bird|insomniac|gay|lesbian|bisexual|straight|queer|trans(?:gender)?|non-?binary|catholic|protestant|christian|muslim|jewish|hindu|buddhist|atheist|agnostic|sikh|orthodox|tall|\d[.,]?\d*\s?(?:m|cm|kg|lbs?|ft|feet|meters|metres|pounds)))\b(.*)$/iu;

/** Diet, health, age and birthday. */
export function body(clause: Clause): Claim | null {
  const { core } = clause;
  const diet = DIET.exec(core);
  if (diet !== null) {
    const kind = /intolerant|free|celiac|coeliac/iu.test(diet[1] ?? '') ? 'intolerance' : 'type';
    return claim(clause, {
      slot: `diet.${kind}`,
      tag: 'diet',
      value: diet[1] ?? '',
      single: kind === 'type',
    });
  }
  const allergy = ALLERGY.exec(core)?.[1] ?? ALLERGY_TO.exec(core)?.[1];
  if (allergy !== undefined) return claim(clause, { slot: 'allergy', tag: 'diet', value: allergy });
  const eats = EATS.exec(core);
  if (eats !== null && lastingMeal(core)) {
    return claim(clause, {
      slot: `consumes:${eats[1]?.toLowerCase()}`,
      tag: 'diet',
      value: eats[2] ?? eats[1] ?? '',
    });
  }
  const age = AGE.exec(core);
  if (age !== null)
    return claim(clause, { slot: 'age', tag: 'age', value: age[1] ?? '', single: true });
  const born = BORN.exec(core);
  if (
    born !== null &&
    !/^(?:with|to|into)\b/iu.test(born[1] ?? '') &&
    (/\d/u.test(born[1] ?? '') || /birth/iu.test(core))
  ) {
    if (/^(?:soon|coming|near|next|today|close)\b/iu.test(born[1] ?? '')) return null;
    return claim(clause, { slot: 'birthday', tag: 'birthday', value: born[1] ?? '', single: true });
  }
  const health = HEALTH.exec(core) ?? null;
  if (health !== null)
    return claim(clause, { slot: 'health', tag: 'health', value: health[1] ?? '' });
  const trait = TRAITS.exec(core);
  return trait === null
    ? null
    : claim(clause, { slot: 'trait', tag: 'about', value: `${trait[1]}` });
}

function lastingMeal(core: string): boolean {
  return !/\b(?:right now|today|tonight|this|that|it|out)\b/iu.test(core);
}
