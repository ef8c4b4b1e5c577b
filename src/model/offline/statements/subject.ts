const PLAIN =
  /^(?:moved|live|love|hate|prefer|work|got|born|allergic|based|married|living|working|no longer|don['’]?t (?:like|eat|drink|have|smoke)|do not (?:like|eat|drink|have)|can['’]?t stand|have (?:an?|two|three|four|\d) (?:\p{L}+ )?(?:dog|cat|kid|son|daughter|sister|brother)s?|study(?:ing)? \p{L}+ (?:at|in)|from \p{Lu}\p{L}+$|originally from)\b/iu;
const AGE = /^\d{1,3}(?:\s?(?:yo|y\/o|yrs?(?: old)?|years? (?:old|young)|f|m))\b/iu;
const NAME = /^names?(?: is)? (?=\p{L}{2,20}$)/iu;

/** A statement whose subject was left out, with it: "live in Rome" → "I live in Rome". */
export function withSubject(clause: string): string {
  const name = NAME.exec(clause)?.[0];
  if (name !== undefined) return `my name is ${clause.slice(name.length)}`;
  if (AGE.test(clause)) return `I am ${clause.replace(/^(\d+)\s?[fm]\b/iu, '$1 years old')}`;
  const just = /^(?:just|recently|finally) (?=moved|got|live|work)/iu.exec(clause)?.[0] ?? '';
  if (just !== '') return withSubject(clause.slice(just.length));
  if (!PLAIN.test(clause)) return clause;
  if (/^(?:allergic|based|married|living|working|from|originally|studying)/iu.test(clause))
    return `I am ${clause}`;
  return `${/^born/iu.test(clause) ? 'I was' : 'I'} ${clause}`;
}
