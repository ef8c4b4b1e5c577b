import fc from 'fast-check';
import { drawnLines } from './harmless-kinds.ts';
import { WRITTEN_LINES } from './harmless-lines.ts';
import { HARMLESS_TALK } from './harmless-talk.ts';
import { SECRET_FORMS } from './secret-forms.ts';

/** A text with a secret in it. */
export interface Sample {
  family: string;
  form: string;
  secret: string;
  text: string;
}

type Carrier = (secret: string) => string;

/** What people put around a secret, or around a sentence that tells one. */
const CARRIERS: readonly Carrier[] = [
  (text) => text,
  (text) => `Here it is: ${text}`,
  (text) => `Please use ${text}.`,
  (text) => `so (${text}) it is`,
  (text) => `first line\n${text}\nlast line`,
  (text) => JSON.stringify({ role: 'user', note: text, done: true }),
  (text) => JSON.stringify({ note: `see below:\n${text}\nthanks` }),
  (text) => `- \`${text}\`\n- something else`,
  (text) => `> ${text}`,
  (text) => `Ich brauche das für morgen: ${text}, danke dir.`,
  (text) => `Peux-tu noter ceci : ${text} ? Merci.`,
  (text) => `Por favor recuerda esto: ${text}. ¡Gracias!`,
  (text) => `# ${text} # works since 2026-03-01`,
];

/** What goes around a token alone. */
const TOKEN_CARRIERS: readonly Carrier[] = [
  (token) => `"${token}"`,
  (token) => `'${token}'`,
  (token) => `EXAMPLE="${token}"\nOTHER=1`,
  (token) => `EXAMPLE=${token}`,
  (token) => `export EXAMPLE='${token}'`,
  (token) => `const client = new Client("${token}", { retries: 2 });`,
  (token) => `https://example.com/login?next=/home&t=${token}&lang=en`,
  (token) => `**${token}**`,
  (token) => `it was ${token}, but now it is gone`,
];

/** Samples of every form in every carrier, `variants` of each; the same for the same `seed`. */
export function secretSamples(variants = 1, seed = 1): Sample[] {
  return SECRET_FORMS.flatMap(({ family, name, make, context }, index) => {
    const carriers =
      context === undefined && !name.startsWith('private keys')
        ? [...CARRIERS, ...TOKEN_CARRIERS]
        : CARRIERS;
    const numRuns = carriers.length * variants;
    return fc.sample(make, { numRuns, seed: seed + index }).map((secret, at) => {
      const carrier = carriers[at % carriers.length] ?? ((text: string) => text);
      return { family, form: name, secret, text: carrier(context?.(secret) ?? secret) };
    });
  });
}

/** What a redaction did to the samples. */
export interface Recall {
  found: number;
  total: number;
  /** By family, the worst first. */
  families: { family: string; found: number; total: number; share: number }[];
  missed: Sample[];
}

/** How many of the secrets are gone from the cleaned texts, which are in the order of the samples. */
export function recallOf(samples: readonly Sample[], cleaned: readonly string[]): Recall {
  const missed = samples.filter((sample, at) => !isGone(sample.secret, cleaned[at] ?? ''));
  const families = [...new Set(samples.map(({ family }) => family))].map((family) => {
    const total = samples.filter((sample) => sample.family === family).length;
    const found = total - missed.filter((sample) => sample.family === family).length;
    return { family, found, total, share: found / total };
  });
  families.sort((a, b) => a.share - b.share);
  return { found: samples.length - missed.length, total: samples.length, families, missed };
}

/** No ten letters in a row are left of it. */
function isGone(secret: string, clean: string): boolean {
  return secret
    .split(/\n|\\n/)
    .filter((line) => line.length > 2)
    .every((line) => {
      for (let at = 0; at + PIECE <= Math.max(line.length, PIECE); at++) {
        if (clean.includes(line.slice(at, at + PIECE))) return false;
      }
      return true;
    });
}

const PIECE = 10;

/** At least 2,000 lines without a secret; the same for the same `seed`. */
export function harmlessLines(variants = 30, seed = 1): string[] {
  return [...WRITTEN_LINES, ...HARMLESS_TALK, ...drawnLines(variants, seed)];
}

/** The harmless lines that a redaction changed; `cleaned` is in the order of the lines. */
export function falsePositives(lines: readonly string[], cleaned: readonly string[]): string[] {
  return lines.filter((line, at) => cleaned[at] !== line);
}
