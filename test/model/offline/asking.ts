import { offlineFetch } from '../../../src/model/offline/fetch.ts';

/** A fact as a prompt lists it: "home: Lives in Berlin". */
export type Listed = string;

interface FactAnswer {
  op: string;
  target: number | null;
  kind: string;
  tag: string;
  text: string | null;
  quote: string;
  answers: string | null;
  happened_on: string | null;
  expires_in_days: number | null;
}

export interface ExtractionAnswer {
  reasoning: string;
  summary: string | null;
  name: { value: string; quote: string } | null;
  facts: FactAnswer[];
  preferences: { key: string; value: string | null; quote: string }[];
}

const TODAY = '2026-11-20';

/** The extraction prompt for one message of the user. */
export function extractionPrompt(
  facts: readonly Listed[],
  said: string,
  name: string | null = null,
): string {
  const lines = facts.map((fact, index) => `${index + 1}. ${entry(fact)}`);
  return [
    '<known>',
    `Today: ${TODAY}`,
    ...(name === null ? [] : [`Name: ${name}`]),
    ...(lines.length === 0 ? [] : ['Facts:', ...lines]),
    '</known>',
    '',
    '<exchanges>',
    `<exchange date="${TODAY}T15:18:24.000Z">`,
    '<user>',
    said,
    '</user>',
    '<assistant>',
    'I live in Madrid and work as a robot.',
    '</assistant>',
    '</exchange>',
    '</exchanges>',
  ].join('\n');
}

function entry(fact: Listed): string {
  const [, tag, text] = /^([^:]+): (.+)$/u.exec(fact) ?? [];
  return `[${tag} · 2026-11-19] ${text}`;
}

/** The memory block of a system prompt. */
export function memoryBlock(
  facts: readonly Listed[],
  name: string | null = null,
  preferences: readonly string[] = [],
): string {
  return [
    'You are an assistant.\n\n<memory>',
    `Today: ${TODAY}`,
    ...(name === null ? [] : [`Name: ${name}`]),
    'Sessions so far: 3, last seen 2026-11-19',
    ...(preferences.length === 0
      ? []
      : ['\nPreferences (follow them):', ...preferences.map((line) => `- ${line}`)]),
    ...(facts.length === 0 ? [] : ['\nKey facts:', ...facts.map((fact) => `- ${entry(fact)}`)]),
    '</memory>',
  ].join('\n');
}

async function send(body: Record<string, unknown>): Promise<string> {
  const response = await offlineFetch()('http://offline.invalid/v1/messages', {
    method: 'POST',
    body: JSON.stringify({ model: 'claude-haiku-5-5', max_tokens: 8000, ...body }),
  });
  const message: { content: { text: string }[] } = JSON.parse(await response.text());
  return message.content[0]?.text ?? '';
}

/** What the offline model extracts from an extraction prompt. */
export async function extraction(prompt: string): Promise<ExtractionAnswer> {
  const format = { type: 'json_schema', schema: {} };
  return JSON.parse(
    await send({ messages: [{ role: 'user', content: prompt }], output_config: { format } }),
  );
}

/** What it says to the last of `messages`, the user's turns; the replies between are "Noted.". */
export async function chat(system: string, messages: readonly string[]): Promise<string> {
  const turns = messages.flatMap((content) => [
    { role: 'user', content },
    { role: 'assistant', content: 'Noted.' },
  ]);
  return send({ system: [{ type: 'text', text: system }], messages: turns.slice(0, -1) });
}

/** An extraction in short: "add work: Works as a nurse", "retire 2", "name Bob". */
export function inShort({ name, facts, preferences }: ExtractionAnswer): string[] {
  return [
    ...(name === null ? [] : [`name ${name.value}`]),
    ...facts.map(({ op, target, tag, text }) =>
      op === 'add' ? `add ${tag}: ${text}` : `${op} ${target}${text === null ? '' : `: ${text}`}`,
    ),
    ...preferences.map(({ key, value }) => `prefer ${key}: ${value}`),
  ];
}
