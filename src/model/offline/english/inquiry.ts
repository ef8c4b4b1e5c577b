/** A yes/no question as the statement that it asks about: "do I like tea" → "I like tea"; null for others. */
export function asStatement(question: string): string | null {
  const plain = question
    .replaceAll('’', "'")
    .replace(/\bi\b/gu, 'I')
    .replace(/[?!.\s]+$/u, '')
    .replace(/\b(?:still|actually|really|currently|ever|already) /giu, '');
  const direct = /^(do|did|have|am|was|can|will) I (.+)$/iu.exec(plain);
  if (direct !== null) {
    const [, verb = '', rest = ''] = direct;
    if (/^do|^did/iu.test(verb)) return `I ${rest}`;
    return `I ${verb.toLowerCase()} ${rest}`.replace(/^I have got /u, 'I have ');
  }
  const possessed = /^(is|are|was|does|has) (my .+)$/iu.exec(plain);
  if (possessed === null) return null;
  const [, verb = '', rest = ''] = possessed;
  const [, subject = '', predicate = ''] = splitSubject(rest);
  if (predicate === '') return null;
  return /^does/iu.test(verb)
    ? `${subject} ${predicate}`
    : `${subject} ${verb.toLowerCase()} ${predicate}`;
}

function splitSubject(rest: string): readonly string[] {
  return (
    /^(my (?:(?:older|younger|best|favou?rite|little|big) )?[\p{L}-]+(?:'s \p{L}+)?(?: \p{Lu}\p{L}+(?= \S))?) (.+)$/u.exec(
      rest,
    ) ?? []
  );
}

/** "Do you live in Berlin?" → "do I live in Berlin": the assistant's question in the user's mouth. */
export function askedBack(question: string): string {
  return question
    .replaceAll('’', "'")
    .replace(/\bare you\b/giu, 'am I')
    .replace(/\byou are\b|\byou're\b/giu, 'I am')
    .replace(/\byour\b/giu, 'my')
    .replace(/\byou\b/giu, 'I');
}
