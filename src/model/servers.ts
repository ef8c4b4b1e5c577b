import { isRecord } from '../memory/json.ts';

/** Servers that people run on their own machine, at the addresses that they choose by themselves. */
export const LOCAL_SERVERS = [
  { name: 'Ollama', baseUrl: 'http://localhost:11434' },
  { name: 'LM Studio', baseUrl: 'http://localhost:1234' },
  { name: 'llama.cpp', baseUrl: 'http://localhost:8080' },
] as const;

/** What was found at an address. */
export interface Probed {
  /** Whether anything answers there at all. */
  answers: boolean;
  /** The ids of its models; null where it does not list them. */
  models: string[] | null;
}

/** A person waits for it, in milliseconds. */
const TIMEOUT_MS = 1500;
/** A longer list of models is none, in characters. */
const MAX_ANSWER = 1_000_000;

/**
 * Asks a server for its models: `GET /v1/models`, which Ollama, LM Studio and llama.cpp answer as
 * OpenAI does. No credential is sent. Never throws.
 */
export async function probeServer(
  baseUrl: string,
  request: typeof fetch = fetch,
  timeoutMs = TIMEOUT_MS,
): Promise<Probed> {
  try {
    const address = `${baseUrl.replace(/(?:\/v1)?\/*$/, '')}/v1/models`;
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await request(address, { signal, redirect: 'error' });
    if (!response.ok) {
      await response.body?.cancel();
      return { answers: true, models: null };
    }
    return { answers: true, models: modelsIn(await textOf(response)) };
  } catch {
    // Whatever it was: a conversation with it would say what is wrong.
    return { answers: false, models: null };
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (response.body === null) return text;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER) break;
  }
  return text;
}

function modelsIn(text: string): string[] | null {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // A web page, or half a list.
    return null;
  }
  if (!isRecord(answer) || !Array.isArray(answer.data)) return null;
  return answer.data.flatMap((model: unknown) =>
    isRecord(model) && typeof model.id === 'string' && model.id !== '' ? [model.id] : [],
  );
}
