import { LOCAL_SERVERS, type Probed } from '../compose/servers.ts';
import type { Choice } from './choice.ts';
import { sanitiseLine } from './output/sanitise.ts';
import type { Prompter } from './prompter.ts';

/** Looks whether a server answers at an address, and which models it has. Never rejects. */
export type Probe = (baseUrl: string) => Promise<Probed>;

/** Models that are listed to choose from; of more, so many are. */
const SHOWN_MODELS = 20;

const ANOTHER = 'An address looks like http://localhost:1234. Once more, please.\n';

/** Asks for a server on this machine, or at any address, and for one of its models. */
export async function chooseServer(prompter: Prompter, probe: Probe): Promise<Choice> {
  const found = await Promise.all(LOCAL_SERVERS.map(({ baseUrl }) => probe(baseUrl)));
  for (const [at, { name, baseUrl }] of LOCAL_SERVERS.entries()) {
    const state = stateOf(found[at] ?? { answers: false, models: null });
    prompter.say(`  ${at + 1}  ${name.padEnd(9)}  ${baseUrl.padEnd(22)}  ${state}\n`);
  }
  const running = found.findIndex(({ answers }) => answers);
  const fallback = LOCAL_SERVERS[Math.max(running, 0)] ?? LOCAL_SERVERS[0];
  for (;;) {
    const answer = await prompter.ask(`Address, or a number (Enter: ${fallback.baseUrl}): `);
    if (answer === null) return { kind: 'none' };
    const numbered = /^\d$/.test(answer) ? LOCAL_SERVERS[Number(answer) - 1]?.baseUrl : undefined;
    const address = answer === '' ? fallback.baseUrl : (numbered ?? answer);
    if (!isHttpUrl(address)) {
      prompter.say(ANOTHER);
      continue;
    }
    const baseUrl = address.replace(/\/+$/, '');
    return chooseModelOf(baseUrl, prompter, await probe(baseUrl));
  }
}

function stateOf({ answers, models }: Probed): string {
  if (!answers) return 'nothing answers';
  if (models === null || models.length === 0) return 'answers';
  const [first = ''] = models;
  const more = models.length === 1 ? '' : ` and ${models.length - 1} more`;
  return `answers: ${sanitiseLine(first)}${more}`;
}

async function chooseModelOf(
  baseUrl: string,
  prompter: Prompter,
  { answers, models }: Probed,
): Promise<Choice> {
  if (!answers) {
    prompter.say(
      `Nothing answers at ${baseUrl} yet. It is kept; start the server before you chat.\n`,
    );
  }
  const listed = (models ?? []).slice(0, SHOWN_MODELS);
  for (const [at, model] of listed.entries()) {
    prompter.say(`  ${String(at + 1).padStart(2)}  ${sanitiseLine(model)}\n`);
  }
  const more = (models ?? []).length - listed.length;
  if (more > 0) prompter.say(`      and ${more} more\n`);
  const [first] = listed;
  const question =
    first === undefined
      ? 'Model, as the server calls it (such as llama3.2): '
      : `Model, by number or name (Enter: ${sanitiseLine(first)}): `;
  for (;;) {
    const answer = await prompter.ask(question);
    if (answer === null) return { kind: 'none' };
    const numbered = /^\d{1,2}$/.test(answer) ? listed[Number(answer) - 1] : undefined;
    const model = answer === '' ? first : (numbered ?? answer);
    if (model !== undefined) return { kind: 'server', baseUrl, model };
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
