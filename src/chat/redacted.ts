import { redact } from '../memory/privacy.ts';
import { messageText, type Passage, type Turn } from '../memory/turn.ts';

/**
 * The turn as it may reach the disk. A secret that only shows across passages ("my password is ",
 * then a paste) makes the message one third-party passage: which words were whose matters less
 * than that it is gone. What the reply repeats of a secret goes as well.
 */
export function redacted(turn: Turn): Turn {
  const said = messageText(turn);
  const clean = redact(said);
  const apart = turn.message.map((passage) => ({ ...passage, text: redact(passage.text) }));
  const message: Passage[] =
    messageText({ message: apart }) === clean ? apart : [{ origin: 'third-party', text: clean }];
  const reply = turn.reply === null ? null : withoutEchoes(redact(turn.reply), said, clean);
  return { ...turn, message, reply };
}

/** What is shorter than this, in characters, stands in too many other words. */
const SHORTEST_ECHO = 4;

/** What a model wrote who has read the secrets in what was said; `clean` is that without them. */
export function withoutEchoes(text: string, said: string, clean: string): string {
  if (said === clean) return text;
  // Most words are there still, and are found so without a search through the whole text each.
  const left = new Set(clean.split(/\s+/u).map(bare));
  const secrets = new Set(
    said
      .split(/\s+/u)
      .map(bare)
      .filter((word) => word.length >= SHORTEST_ECHO && !left.has(word) && !clean.includes(word)),
  );
  return [...secrets].reduce((rest, secret) => rest.replaceAll(secret, '[redacted: secret]'), text);
}

function bare(word: string): string {
  return word.replace(/^["'`([{<]+|["'`)\]}>.,;:!?]+$/gu, '');
}
