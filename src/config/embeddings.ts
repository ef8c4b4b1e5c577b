import { MemchatError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { type Environment, isFromDotenv, variable } from './environment.ts';

/** The server that embeds texts for recall. */
export interface Embeddings {
  readonly url: string;
  readonly model: string;
  readonly apiKey: string | null;
}

export interface EmbeddingsChoice {
  /** null: recall goes by words alone. */
  readonly embeddings: Embeddings | null;
  /** What is set, and is not used because of where it comes from. */
  readonly withheld: Withheld | null;
}

/** An address of `.env` to which no texts are sent, or no key of the environment. */
export interface Withheld {
  readonly what: 'address' | 'key';
  readonly address: string;
}

/**
 * The server of MEMCHAT_EMBED_URL with MEMCHAT_EMBED_MODEL and MEMCHAT_EMBED_KEY. All that was ever
 * said is sent there, so an address of `.env`, which may have come with a folder, counts only if it
 * is this machine's; and a key of the environment goes to none of `.env`. The offline model's user
 * wants no other machine to be asked: then an address of another one does not count at all.
 * @throws MemchatError `config` for an address that is not an http(s) URL, or that holds a password
 *   or query; and when no model is named.
 */
export function chooseEmbeddings(environment: Environment, endpoint: Endpoint): EmbeddingsChoice {
  const url = variable(environment, 'MEMCHAT_EMBED_URL')?.trim();
  if (url === undefined || url === '') return { embeddings: null, withheld: null };
  refuseUnusable(url);
  const isForeign = !isThisMachine(url);
  if (isForeign && endpoint.kind === 'offline') return { embeddings: null, withheld: null };
  const address = new URL(url).origin;
  const isFolders = isFromDotenv(environment, 'MEMCHAT_EMBED_URL');
  if (isForeign && isFolders) {
    return { embeddings: null, withheld: { what: 'address', address } };
  }
  const model = variable(environment, 'MEMCHAT_EMBED_MODEL')?.trim();
  if (model === undefined || model === '') throw new MemchatError(NO_MODEL, 'config');
  const key = variable(environment, 'MEMCHAT_EMBED_KEY')?.trim() || null;
  const isWithheld = key !== null && isFolders && !isFromDotenv(environment, 'MEMCHAT_EMBED_KEY');
  return {
    embeddings: Object.freeze({ url, model, apiKey: isWithheld ? null : key }),
    withheld: isWithheld ? { what: 'key', address } : null,
  };
}

const NO_MODEL =
  'MEMCHAT_EMBED_URL is set, but not MEMCHAT_EMBED_MODEL. Name the model that embeds: nomic-embed-text with Ollama, text-embedding-3-small with OpenAI. Or unset MEMCHAT_EMBED_URL.';

function refuseUnusable(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new MemchatError(
      'MEMCHAT_EMBED_URL is not an http or https address. Example: http://localhost:11434/v1',
      'config',
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new MemchatError(
      'MEMCHAT_EMBED_URL holds a user name, a password or a query. Put the key into MEMCHAT_EMBED_KEY.',
      'config',
    );
  }
}

/** By its name, as in `model/proxy.ts`: such a request never leaves the machine. */
function isThisMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(.+\.)?localhost$|^127\.\d+\.\d+\.\d+$|^\[::1\]$/.test(hostname);
}
