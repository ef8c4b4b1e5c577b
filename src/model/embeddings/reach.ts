import { MemchatError } from '../../errors.ts';
import { type Finding, finding } from '../../finding.ts';
import { isRecord, parseRecord } from '../../memory/json.ts';
import { embeddingsAddress, modelsAddress } from './address.ts';
import { exchange } from './exchange.ts';
import { describeFailure, EmbeddingError } from './failures.ts';

export interface EmbeddingsReachOptions {
  url: string;
  model: string;
  apiKey: string | null;
  /** Gives the `fetch` to use. May throw MemchatError, which is a finding. */
  network: () => typeof fetch;
  /** How long an answer may take, in milliseconds. Default 5,000. */
  timeoutMs?: number | undefined;
}

/**
 * Whether the server of the embeddings answers and lists the model: one request for its models, which
 * costs nothing. Recall does without, so nothing is worse than a warning. Never throws for what the
 * network or the server does.
 */
export async function reachEmbeddings(options: EmbeddingsReachOptions): Promise<Finding[]> {
  const { url, model, apiKey, network, timeoutMs = 5000 } = options;
  try {
    const address = modelsAddress(embeddingsAddress(url));
    const listed = await ask({ address, apiKey, post: null, fetch: network(), timeoutMs }, model);
    if (listed !== 'missing') {
      const knows = listed === 'listed' ? ` and lists ${model}` : '; it does not list its models';
      return [finding('embeddings', 'ok', `${new URL(address).origin} answers${knows}.`)];
    }
    const message = `${new URL(address).origin} does not list the model "${model}". Check MEMCHAT_EMBED_MODEL; with Ollama: ollama pull ${model}`;
    return [finding('embeddings', 'warning', message)];
  } catch (error) {
    if (!(error instanceof MemchatError)) throw error;
    return [finding('embeddings', 'warning', error.message)];
  }
}

/** Whether a server lists the model; `silent` when it answers, but has no list. */
async function ask(
  request: Parameters<typeof exchange>[0],
  model: string,
): Promise<'listed' | 'missing' | 'silent'> {
  let text: string;
  try {
    text = await exchange(request);
  } catch (error) {
    if (!(error instanceof EmbeddingError)) throw error;
    const { failure } = error;
    if (failure.kind === 'status' && [404, 405, 501].includes(failure.status)) return 'silent';
    const { address, apiKey } = request;
    throw describeFailure(error, { address, model, hasKey: apiKey !== null });
  }
  const list = parseRecord(text)?.data;
  if (!Array.isArray(list)) return 'silent';
  // A server may leave out the tag: nomic-embed-text is nomic-embed-text:latest.
  const isListed = list.some(
    (one: unknown) =>
      isRecord(one) &&
      typeof one.id === 'string' &&
      (one.id === model || one.id.startsWith(`${model}:`)),
  );
  return isListed ? 'listed' : 'missing';
}
