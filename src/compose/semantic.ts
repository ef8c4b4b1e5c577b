import type { Ports } from '../chat/ports.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../memory/clock.ts';
import type { Embedder } from '../model/embedder.ts';
import { proxyFetch } from '../model/proxy.ts';
import type { Notice, VectorCache } from '../store/port.ts';
import type { Stores } from './stores.ts';

/** What the second ranker of recall stands on. */
export interface EmbeddingParts {
  embedder: Embedder;
  vectors: VectorCache;
}

/**
 * What the configuration names for recall by meaning; null when it names nothing, or when nothing is
 * remembered. Loaded only then: a start without it does not wait for it.
 * @throws MemchatError `credential` for a key, `config` for a proxy that cannot be one.
 */
export async function composeEmbeddings(
  config: Config,
  stores: Pick<Stores, 'vectors'>,
): Promise<EmbeddingParts | null> {
  const { embeddings, memory, proxy } = config;
  if (embeddings === null || memory === 'off') return null;
  const [{ OpenAiEmbedder }, vectors] = await Promise.all([
    import('../model/openai-embedder.ts'),
    stores.vectors(),
  ]);
  return { embedder: new OpenAiEmbedder({ ...embeddings, fetch: proxyFetch(proxy) }), vectors };
}

/** Loaded with the first search. Where it cannot be set up that is told, and recall goes by words. */
export function composeSemantic(
  config: Config,
  stores: Pick<Stores, 'vectors'>,
  onNotice: (notice: Notice) => void,
  clock: Clock,
): Ports['semantic'] {
  if (config.embeddings === null || config.memory === 'off') return undefined;
  const onProblem = ({ message }: Error) => onNotice({ code: 'embeddings', message });
  return async (user) => {
    try {
      const [parts, { SemanticIndex }] = await Promise.all([
        composeEmbeddings(config, stores),
        import('../chat/semantic.ts'),
      ]);
      return parts === null ? null : new SemanticIndex({ user, ...parts, clock, onProblem });
    } catch (error) {
      onProblem(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  };
}
