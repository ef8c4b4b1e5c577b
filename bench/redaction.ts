import { findIdNumbers } from '../src/memory/id-numbers.ts';
import { findNamedSecrets } from '../src/memory/passwords.ts';
import { redact } from '../src/memory/privacy.ts';
import type { Span } from '../src/memory/redaction-spans.ts';
import { findTokens } from '../src/memory/secrets.ts';
import { findSpokenSecrets } from '../src/memory/spoken-secrets.ts';
import { hostileTexts } from '../test/memory/hostile-texts.ts';
import { harmlessLines } from '../test/memory/redaction-corpus.ts';

// `node scripts/run-ts.js bench/redaction.ts [SECONDS]`: the milliseconds that each finder takes for
// a megabyte of text made to slow it down, the worst first, and for a megabyte of harmless lines.

const SIZE = 1_000_000;
const SHOWN = 8;
const seconds = Number(process.argv[2] ?? 240);

const FINDERS: Record<string, (text: string) => Span[] | string> = {
  findTokens,
  findIdNumbers,
  findNamedSecrets,
  findSpokenSecrets,
  'redact, whole': redact,
};

/** Of the processor, the best of three: what else runs on the machine counts less. */
function millisecondsOf(find: (text: string) => unknown, text: string): number {
  const times = [0, 1, 2].map(() => {
    const start = process.cpuUsage();
    find(text);
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...times);
}

const lines = harmlessLines().join('\n');
const harmless = lines.repeat(Math.ceil(SIZE / lines.length)).slice(0, SIZE);
const until = performance.now() + seconds * 1000;
const texts = hostileTexts(SIZE);
for (const [name, find] of Object.entries(FINDERS)) {
  const times: { piece: string; ms: number }[] = [];
  for (const { piece, text } of texts) {
    if (performance.now() > until) break;
    times.push({ piece, ms: millisecondsOf(find, text) });
  }
  times.sort((a, b) => b.ms - a.ms);
  const worst = times
    .slice(0, SHOWN)
    .map(({ piece, ms }) => `${ms.toFixed(1)} ${JSON.stringify(piece)}`);
  process.stdout.write(
    `${name}: ${times.length} hostile texts, worst ${worst.join(', ')}; harmless lines ${millisecondsOf(find, harmless).toFixed(1)} ms\n`,
  );
}
