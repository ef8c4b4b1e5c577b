/** "…, no wait, …": how people take back what they have just typed. */
const REPAIR =
  /[\s,–—-]+(?:(?:oh|er|um|uh|well|ah),? )*(?:(no,? (?:wait|sorry|i mean)|wait,? (?:no|sorry|i mean|actually)|scratch that|correction|make that|i meant?(?: to say)?|or rather|oops|my bad|my mistake|sorry)|(?<=, ?)(?:actually|nope|no|wait)(?=,? ))[\s,:–—-]+/iu;
const NUMBER = /^(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|no)$/iu;
const LINK =
  /^(?:in|at|to|from|as|with|for|on|is|are|am|i'm|im|i’m|was|called|named|the|my|an?|like|love|use|prefer|drive|play|speak|hate|study|own|have|at|by|near)$/iu;
const NOT_A_VALUE =
  /^(?:thanks?|thank|ok|okay|please|yes|no|hi|hello|hey|never|what|why|how|who|when|where|that|this|it|not|just|don['’]?t|the (?:point|thing)|for (?:the|that|my|any)|about|to|but|if|can|could|is|i|you|we)\b/iu;

/** Where a text is taken back: what stands before, what after, and whether it was plainly taken back. */
export function repairIn(text: string): { before: string; after: string; plain: boolean } | null {
  const found = REPAIR.exec(text);
  if (found === null) return null;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return /\p{L}.*\s/u.test(before) && after !== ''
    ? { before, after, plain: found[1] !== undefined }
    : null;
}

/** The clause with its last part exchanged: "I live in Rome" and "Milan" → "I live in Milan"; null if that cannot be. */
export function substituted(clause: string, fragment: string): string | null {
  const part = fragment.replace(/[\s.!?…,;:]+$/u, '');
  if (part === '' || NOT_A_VALUE.test(part)) return null;
  const left = clause.replace(/[\s.!?…,;:]+$/u, '').split(/\s+/u);
  const right = part.split(/\s+/u);
  if (right.length > 6) return null;
  const [first = ''] = right;
  const same = left.findLastIndex((word) => alike(word, first));
  if (same > 0 && (LINK.test(first) || NUMBER.test(first))) {
    const kept = NUMBER.test(first) && right.length === 1 ? left.slice(same + 1) : [];
    return [...left.slice(0, same), ...right, ...kept].join(' ');
  }
  const link = left.findLastIndex((word) => LINK.test(word));
  return link < 0 || link === left.length - 1
    ? null
    : [...left.slice(0, link + 1), ...right].join(' ');
}

function alike(word: string, first: string): boolean {
  return word.toLowerCase() === first.toLowerCase() || (NUMBER.test(word) && NUMBER.test(first));
}
