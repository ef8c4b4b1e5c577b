import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { redact } from '../src/memory/privacy.ts';
import {
  falsePositives,
  harmlessLines,
  recallOf,
  secretSamples,
} from '../test/memory/redaction-corpus.ts';

// `node scripts/run-ts.js bench/redaction-peers.ts`: what our redaction finds, and what it takes for
// a secret and is none, beside secretlint on the same texts. Once before:
// npm install --prefix .peers/redaction @secretlint/core @secretlint/secretlint-rule-preset-recommend

const PEERS = resolve('.peers/redaction/node_modules/@secretlint');
const SIZE = 1_000_000;

type Clean = (text: string) => string | Promise<string>;

/** Every module has an export of its own shape: what is used of it is checked here. */
async function exportOf(path: string, name: string): Promise<unknown> {
  const module: unknown = await import(pathToFileURL(join(PEERS, path)).href);
  if (typeof module !== 'object' || module === null || !(name in module)) {
    throw new Error(`${path} has no ${name}`);
  }
  return Reflect.get(module, name);
}

async function secretlint(): Promise<Clean> {
  const lintSource = await exportOf('core/module/index.js', 'lintSource');
  const rule = await exportOf('secretlint-rule-preset-recommend/module/index.js', 'creator');
  if (typeof lintSource !== 'function') throw new Error('secretlint has no lintSource');
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule }] };
  return async (content) => {
    const source = { filePath: '/notes.txt', content, ext: '.txt', contentType: 'text' };
    const result: unknown = await lintSource({ source, options: { config } });
    const messages: unknown = Reflect.get(Object(result), 'messages');
    if (!Array.isArray(messages)) throw new Error('secretlint gave no messages');
    // Its ranges are not always those of the secret: any message counts as all that is to find.
    return messages.length > 0 ? '' : content;
  };
}

async function figures(name: string, clean: Clean): Promise<void> {
  const samples = secretSamples();
  const lines = harmlessLines();
  const cleaned: string[] = [];
  for (const { text } of samples) cleaned.push(await clean(text));
  const kept: string[] = [];
  for (const line of lines) kept.push(await clean(line));
  const text = lines.join('\n').repeat(20).slice(0, SIZE);
  const start = process.cpuUsage();
  await clean(text);
  const ms = process.cpuUsage(start).user / 1000;
  const { found, total, families } = recallOf(samples, cleaned);
  const wrong = falsePositives(lines, kept);
  process.stdout.write(
    [
      `${name}: ${found} of ${total} secrets (${percent(found / total)})`,
      `${wrong.length} of ${lines.length} harmless lines changed (${percent(wrong.length / lines.length)})`,
      `${ms.toFixed(0)} ms for ${(text.length / 1_000_000).toFixed(1)} MB of harmless lines`,
      ...families.map((family) => `  ${percent(family.share)} ${family.family}`),
      '',
    ].join('\n'),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

await figures('memchat', redact);
if (existsSync(PEERS)) await figures('secretlint', await secretlint());
else process.stdout.write(`secretlint is not there (${PEERS})\n`);
// What secretlint measures of itself keeps the process busy for minutes.
process.exit();
