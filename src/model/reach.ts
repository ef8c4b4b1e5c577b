import { MemchatError } from '../errors.ts';
import { type Check, type Finding, finding, shellCommand } from '../finding.ts';
import { isRecord } from '../memory/json.ts';
import { enumerated } from '../memory/wording.ts';
import { ANTHROPIC_ADDRESS, type Client, openClient } from './anthropic/client.ts';
import { addressOf, credentialOf } from './anthropic/credential.ts';
import { describeFailure } from './anthropic/failures.ts';
import type { FailureContext } from './anthropic/status.ts';

export interface ReachOptions {
  /**
   * At most one of the three is used: the key, else the token, else the profile on disk. A key that
   * is asked for may throw MemchatError, which is a finding.
   */
  apiKey: string | null | (() => Promise<string | null>);
  authToken: string | null;
  profile: string | null;
  /** Without `/v1`; null for Anthropic's own address. */
  baseUrl: string | null;
  models: { chat: string; memory: string };
  /** Gives the `fetch` to use. May throw MemchatError, which is a finding. */
  network: () => typeof fetch;
  /** How long an answer may take, in milliseconds. Default 5,000. */
  timeoutMs?: number | undefined;
}

/** Models of a server that are named to someone who asked for another one. */
const NAMED_MODELS = 5;

/**
 * Whether the API answers, takes the credential and knows the models: one or two requests to
 * `/v1/models`, which cost nothing, without another attempt. Of Anthropic each model is asked for;
 * other servers list what they have, or answer that they do not know the question: they are reached
 * all the same. Never throws for what the network or the server does.
 */
export async function reach(options: ReachOptions): Promise<Finding[]> {
  try {
    const { apiKey } = options;
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
    const credential = credentialOf({ ...options, apiKey: key });
    const baseUrl = options.baseUrl === null ? null : addressOf(options.baseUrl);
    const { timeoutMs = 5000 } = options;
    const client = await openClient({
      credential,
      baseUrl,
      capabilities: 'anthropic',
      fetch: options.network(),
      maxRetries: 0,
      retryAfterCapMs: timeoutMs,
      firstMs: timeoutMs,
      idleMs: timeoutMs,
      responseMs: timeoutMs,
    });
    const address = new URL(client.address ?? baseUrl ?? ANTHROPIC_ADDRESS).origin;
    const probe: Probe = {
      client,
      models: options.models,
      context: {
        address,
        anthropic: isAnthropics(address),
        credential: credential.kind,
        model: options.models.chat,
        modelOption: '--model',
        midStream: false,
        sent: { texts: [], credential: 'secret' in credential ? credential.secret : null },
      },
    };
    return await (probe.context.anthropic ? askAnthropic(probe) : askServer(probe));
  } catch (error) {
    if (!(error instanceof MemchatError)) throw error;
    const check = error.code === 'credential' ? 'credential' : 'reachability';
    return [finding(check, 'problem', error.message)];
  }
}

interface Probe {
  client: Client;
  models: { chat: string; memory: string };
  context: FailureContext;
}

async function askAnthropic({ client, models, context }: Probe): Promise<Finding[]> {
  const options = new Map<string, '--model' | '--memory-model'>([
    [models.memory, '--memory-model'],
    [models.chat, '--model'],
  ]);
  const known: string[] = [];
  const unknown: Finding[] = [];
  for (const [model, modelOption] of [...options].reverse()) {
    try {
      await client.get(`/v1/models/${encodeURIComponent(model)}`);
      known.push(model);
    } catch (error) {
      const asked = { ...context, model, modelOption };
      const failure = failureFinding(error, asked);
      if (statusOf(error) !== 404) return [failure];
      unknown.push({ ...failure, check: 'model', mend: defaultModel(modelOption) });
    }
  }
  const knows = known.length === 0 ? '' : ` and knows ${enumerated(known)}`;
  return [
    finding('reachability', 'ok', `Anthropic answers, takes the credential${knows}.`),
    ...unknown,
  ];
}

/** Runs without the variable or flag that names a model which does not exist. */
function defaultModel(option: '--model' | '--memory-model'): string | null {
  const model = option === '--model' ? 'claude-sonnet-5-5' : 'claude-haiku-5-5';
  return shellCommand(['memchat', option, model, 'doctor']);
}

async function askServer({ client, models, context }: Probe): Promise<Finding[]> {
  const { address } = context;
  let answer: unknown;
  try {
    answer = await client.get('/v1/models');
  } catch (error) {
    const status = statusOf(error);
    if (status === null && isNoJson(error)) {
      return [finding('reachability', 'ok', `${address} answers; it does not list its models.`)];
    }
    if (status === null || status === 401 || status === 403)
      return [failureFinding(error, context)];
    if (status === 404 || status === 405 || status === 501) {
      return [finding('reachability', 'ok', `${address} answers; it does not list its models.`)];
    }
    return [{ ...failureFinding(error, context), status: 'warning' }];
  }
  const reached = finding('reachability', 'ok', `${address} answers.`);
  const listed = modelsIn(answer);
  if (listed === null) return [reached];
  const missing = [...new Set([models.chat, models.memory])].filter(
    (model) => !listed.some((name) => name === model || name.startsWith(`${model}:`)),
  );
  return [reached, ...missing.map((model) => missingModel(model, listed, address))];
}

function missingModel(model: string, listed: string[], address: string): Finding {
  const names = listed.slice(0, NAMED_MODELS).join(', ');
  const others = listed.length === 0 ? 'It lists none.' : `It has ${names}.`;
  const [first] = listed;
  const mend =
    first === undefined
      ? null
      : shellCommand(['memchat', '--base-url', address, '--model', first, 'doctor']);
  const message = `${address} does not list the model "${model}". ${others}`;
  return finding('model', 'warning', message, mend);
}

/** The ids in a list of models, as Anthropic and OpenAI give it; null when it is not all of it. */
function modelsIn(answer: unknown): string[] | null {
  if (!isRecord(answer) || !Array.isArray(answer.data) || answer.has_more === true) return null;
  return answer.data.flatMap((model: unknown) =>
    isRecord(model) && typeof model.id === 'string' ? [model.id] : [],
  );
}

function failureFinding(error: unknown, context: FailureContext): Finding {
  const status = statusOf(error);
  const failure = describeFailure(error, context);
  // The words are those of a turn: here is nothing to say again.
  const message = failure.message
    .replaceAll('Say it again', 'Try again')
    .replaceAll('say it again', 'try again');
  const check: Check = failure.code === 'credential' ? 'credential' : 'reachability';
  const isPassing = status === 429 || status === 503 || status === 529;
  const mend =
    status === 401 && context.credential === 'key' ? 'export ANTHROPIC_API_KEY=KEY' : null;
  return finding(check, isPassing ? 'warning' : 'problem', message, mend);
}

function statusOf(error: unknown): number | null {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : null;
  return typeof status === 'number' ? status : null;
}

/** A web page or the like in the place of an answer. */
function isNoJson(error: unknown): boolean {
  return error instanceof SyntaxError;
}

function isAnthropics(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'anthropic.com' || hostname.endsWith('.anthropic.com');
}
