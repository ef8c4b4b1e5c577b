import { MemchatError } from '../../errors.ts';

/**
 * Where embeddings are asked for: `http://localhost:11434`, the same with `/v1`, and the same with
 * `/v1/embeddings` are one address. A path that ends in `/embeddings` is taken as it is; one that
 * names a version of its API (`/v1beta/openai`) gets `/embeddings`, and any other `/v1/embeddings`.
 * @throws MemchatError `config` when it is not an http address, or holds a name, password or query.
 */
export function embeddingsAddress(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || holdsSecret(url)) {
    // Not repeated, for it may hold a password.
    throw new MemchatError(
      'MEMCHAT_EMBED_URL is not an address that can be used. Write it like http://localhost:11434/v1, without a name, password or query in it; a key belongs into MEMCHAT_EMBED_KEY.',
      'config',
    );
  }
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith('/embeddings')) url.pathname = path;
  else url.pathname = /\/v\d/.test(path) ? `${path}/embeddings` : `${path}/v1/embeddings`;
  return url.href;
}

/** The list of models beside the embeddings. */
export function modelsAddress(embeddings: string): string {
  return embeddings.replace(/\/embeddings$/, '/models');
}

function holdsSecret({ username, password, search }: URL): boolean {
  return username !== '' || password !== '' || search !== '';
}
