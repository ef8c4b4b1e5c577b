import { randomBytes } from 'node:crypto';
import type { Ports } from './chat/ports.ts';
import { UserMemory } from './chat/user-memory.ts';
import type { ApiEndpoint } from './config/endpoint.ts';
import { type Config, isClaude, requireModel } from './config.ts';
import type { Finding } from './finding.ts';
import type { Clock, IdKind, NewId } from './memory/clock.ts';
import { AnthropicModel } from './model/anthropic/model.ts';
import type { Embedder } from './model/embedder.ts';
import { LateModel } from './model/late.ts';
import { costUsd } from './model/prices.ts';
import { proxyFetch } from './model/proxy.ts';
import { reach } from './model/reach.ts';
import { type ExamineOptions, examineStore } from './store/examine/examine.ts';
import { FileInputs } from './store/file-inputs.ts';
import { FileJournal } from './store/file-journal.ts';
import { FileStore } from './store/file-store.ts';
import { FileTranscript } from './store/file-transcript.ts';
import { InMemoryJournal, InMemoryStore, NoTranscript } from './store/in-memory.ts';
import { currentOwner } from './store/owner.ts';
import type { Notice, Store, VectorCache } from './store/port.ts';

export type Fetch = typeof fetch;

/** What a run may bring of its own: a scripted one its clock, ids and network. */
export interface Overrides {
  clock?: Clock;
  newId?: NewId;
  /** Puts something between the SDK and the network, or the offline model. */
  wrapFetch?: (inner: Fetch) => Fetch;
}

/** The ports of a conversation, and what warms the model up while the user types. */
export interface Parts extends Ports {
  warm(): Promise<void>;
}

/**
 * Builds what the configuration names.
 * @throws MemchatError `credential` when there is no model to talk to.
 */
export function compose(
  config: Config,
  onNotice: (notice: Notice) => void,
  overrides: Overrides = {},
): Parts {
  const { wrapFetch = (inner) => inner } = overrides;
  const model = composeModel(config, wrapFetch);
  return { ...composeKept(config, onNotice, overrides), model, warm: () => model.warm() };
}

/** All but the model. */
function composeKept(
  config: Config,
  onNotice: (notice: Notice) => void,
  { clock = systemClock, newId = randomId }: Overrides,
): Omit<Ports, 'model'> {
  const price = config.endpoint.kind === 'offline' ? () => 0 : costUsd;
  const semantic = composeSemantic(config, onNotice, clock);
  const shared = { clock, newId, price, semantic };
  if (config.memory === 'off') {
    const store = new InMemoryStore();
    const journal = new InMemoryJournal();
    return { store, journal, transcript: new NoTranscript(), ...shared };
  }
  const directory = config.sessions;
  return {
    store: composeStore(config, onNotice, clock),
    journal:
      config.memory === 'read-only'
        ? new InMemoryJournal()
        : new FileJournal({ directory, owner: currentOwner(), clock, onNotice }),
    transcript: new FileTranscript({ directory, appends: config.transcript }),
    inputs: new FileInputs({
      directory,
      appends: config.transcript && config.memory !== 'read-only',
    }),
    ...shared,
  };
}

/**
 * The memory of the configured user, for what is done to it by command. A model is only needed, and
 * its credential only missed, when one of them asks it.
 */
export function composeUserMemory(
  config: Config,
  onNotice: (notice: Notice) => void,
  overrides: Overrides = {},
): UserMemory {
  const { user, models, memory: policy } = config;
  const ports: Ports = {
    ...composeKept(config, onNotice, overrides),
    model: new LateModel(() => composeModel(config, overrides.wrapFetch ?? ((inner) => inner))),
  };
  return new UserMemory(ports, { user, models, policy });
}

/** The memories alone, for what talks to no model. */
function composeStore(
  config: Pick<Config, 'sessions' | 'memory'>,
  onNotice: (notice: Notice) => void,
  clock: Clock = systemClock,
): Store {
  const writes = config.memory !== 'read-only';
  return new FileStore({ directory: config.sessions, clock, onNotice, writes });
}

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
  onNotice: (notice: Notice) => void,
): Promise<EmbeddingParts | null> {
  const { embeddings, sessions: directory, memory, proxy } = config;
  if (embeddings === null || memory === 'off') return null;
  const [{ OpenAiEmbedder }, { FileVectors }] = await Promise.all([
    import('./model/openai-embedder.ts'),
    import('./store/file-vectors.ts'),
  ]);
  return {
    embedder: new OpenAiEmbedder({ ...embeddings, fetch: proxyFetch(proxy) }),
    vectors: new FileVectors({ directory, onNotice, writes: memory !== 'read-only' }),
  };
}

/** Loaded with the first search. Where it cannot be set up that is told, and recall goes by words. */
function composeSemantic(
  config: Config,
  onNotice: (notice: Notice) => void,
  clock: Clock,
): Ports['semantic'] {
  if (config.embeddings === null || config.memory === 'off') return undefined;
  const onProblem = ({ message }: Error) => onNotice({ code: 'embeddings', message });
  return async (user) => {
    try {
      const [parts, { SemanticIndex }] = await Promise.all([
        composeEmbeddings(config, onNotice),
        import('./chat/semantic.ts'),
      ]);
      return parts === null ? null : new SemanticIndex({ user, ...parts, clock, onProblem });
    } catch (error) {
      onProblem(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  };
}

/** Looks into what a configuration names; changes nothing, and costs nothing. */
export interface Examination {
  store(): Promise<Finding[]>;
  /** Whether the API answers; nothing where there is none to ask. */
  model(): Promise<Finding[]>;
  /** Whether the server of the embeddings answers; nothing where there is none. */
  embeddings(): Promise<Finding[]>;
}

export function composeExamination(
  config: Config,
  about: Pick<ExamineOptions, 'why' | 'user' | 'memchat'>,
): Examination {
  const { endpoint, models, embeddings, proxy } = config;
  return {
    store: () =>
      examineStore({
        directory: config.sessions,
        clock: systemClock,
        uid: process.getuid?.() ?? null,
        ...about,
      }),
    model: async () =>
      endpoint.kind === 'api'
        ? reach({ ...endpoint, models, network: () => proxyFetch(proxy) })
        : [],
    embeddings: async () => {
      if (embeddings === null) return [];
      const { reachEmbeddings } = await import('./model/embeddings/reach.ts');
      return reachEmbeddings({ ...embeddings, network: () => proxyFetch(proxy) });
    },
  };
}

function composeModel(config: Config, wrapFetch: (inner: Fetch) => Fetch): AnthropicModel {
  requireModel(config);
  const { endpoint } = config;
  const { baseUrl, apiKey, authToken, profile } = endpoint.kind === 'api' ? endpoint : OFFLINE;
  const network = endpoint.kind === 'api' ? proxyFetch(config.proxy) : offlineNetwork;
  return new AnthropicModel({
    baseUrl,
    apiKey,
    authToken,
    profile,
    capabilities: isClaude(config.models.chat) ? 'anthropic' : 'compatible',
    fetch: wrapFetch(network),
  });
}

const OFFLINE: Omit<ApiEndpoint, 'kind' | 'credentialFrom'> = {
  baseUrl: 'http://offline.invalid',
  apiKey: 'offline',
  authToken: null,
  profile: null,
};

/** The offline model, loaded at the first request. */
const offlineNetwork: Fetch = async (input, init) => {
  const { offlineFetch } = await import('./model/offline/fetch.ts');
  return offlineFetch()(input, init);
};

const systemClock: Clock = () => new Date().toISOString();

const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** 60 random bits: a collision among a user's ids is not to be expected. */
const randomId: NewId = (kind: IdKind) => {
  let id = '';
  for (const byte of randomBytes(12)) id += ALPHABET[byte % ALPHABET.length] ?? '';
  return `${kind.charAt(0)}-${id}`;
};
