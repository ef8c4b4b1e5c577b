import type { Ports } from './chat/ports.ts';
import { UserMemory } from './chat/user-memory.ts';
import { randomId, systemClock } from './compose/ids.ts';
import { composeMeter, type Meter } from './compose/meter.ts';
import { composeSemantic } from './compose/semantic.ts';
import { composeStores, type Stores } from './compose/stores.ts';
import type { ApiEndpoint } from './config/endpoint.ts';
import { keyFromCommand } from './config/key-command.ts';
import { type Config, isClaude, requireModel } from './config.ts';
import type { Finding } from './finding.ts';
import type { Clock, NewId } from './memory/clock.ts';
import { AnthropicModel } from './model/anthropic/model.ts';
import { LateModel } from './model/late.ts';
import type { Model } from './model/port.ts';
import { costUsd } from './model/prices.ts';
import { proxyFetch } from './model/proxy.ts';
import { reach } from './model/reach.ts';
import { type ExamineOptions, examineStore } from './store/examine/examine.ts';
import type { Notice } from './store/port.ts';

export type Fetch = typeof fetch;

/** What a run may bring of its own: a scripted one its clock, ids and network. */
export interface Overrides {
  clock?: Clock;
  newId?: NewId;
  /** Puts something between the SDK and the network, or the offline model. */
  wrapFetch?: (inner: Fetch) => Fetch;
  /** Stands in place of the configured model. */
  model?: Model;
}

/** The ports of a conversation, and what warms the model up while the user types. */
export interface Parts extends Ports, Pick<Meter, 'ledger' | 'budget'>, Pick<Stores, 'end'> {
  warm(): Promise<void>;
}

/**
 * Builds what the configuration names.
 * @throws MemchatError `credential` when there is no model to talk to.
 */
export async function compose(
  config: Config,
  onNotice: (notice: Notice) => void,
  overrides: Overrides = {},
): Promise<Parts> {
  const { wrapFetch = (inner) => inner } = overrides;
  const model = composeModel(config, wrapFetch);
  const kept = await composeKept(config, onNotice, overrides);
  const { budget, meter } = composeMeter(config, kept, onNotice);
  return { ...kept, model: meter(model), budget, warm: () => model.warm() };
}

/** All but the model. */
async function composeKept(
  config: Config,
  onNotice: (notice: Notice) => void,
  { clock = systemClock, newId = randomId }: Overrides,
): Promise<Omit<Ports, 'model'> & Stores> {
  const price = config.endpoint.kind === 'offline' ? () => 0 : costUsd;
  const stores = await composeStores(config, onNotice, clock);
  const semantic = composeSemantic(config, stores, onNotice, clock);
  return { ...stores, clock, newId, price, semantic };
}

/**
 * The memory of the configured user, for what is done to it by command. A model is only needed, and
 * its credential only missed, when one of them asks it.
 */
export async function composeUserMemory(
  config: Config,
  onNotice: (notice: Notice) => void,
  overrides: Overrides = {},
): Promise<UserMemory> {
  return (await composeServed(config, onNotice, overrides)).own;
}

/** One user's memory for another program, as long as that runs. */
export interface Served extends Pick<Stores, 'end'> {
  own: UserMemory;
  /** Its number, to look at again and again. */
  revision(): Promise<number>;
}

/** As `composeUserMemory`. */
export async function composeServed(
  config: Config,
  onNotice: (notice: Notice) => void,
  overrides: Overrides = {},
): Promise<Served> {
  const { user, models, memory: policy } = config;
  const { revision, end, ...ports } = await composePorts(config, onNotice, overrides);
  const own = new UserMemory(ports, { user, models, policy });
  return {
    own,
    revision: async () => revision?.(own.user) ?? (await own.read()).revision,
    end,
  };
}

/** As `compose`, with a model that is only built, and its credential only missed, when it is asked. */
export async function composePorts(
  config: Config,
  onNotice: (notice: Notice) => void,
  overrides: Overrides = {},
): Promise<Ports & Pick<Stores, 'revision' | 'end'>> {
  const kept = await composeKept(config, onNotice, overrides);
  const { meter } = composeMeter(config, kept, onNotice);
  const { wrapFetch = (inner) => inner } = overrides;
  const model = overrides.model ?? new LateModel(() => composeModel(config, wrapFetch));
  return { ...kept, model: meter(model) };
}

/** Looks into what a configuration names; changes nothing, and costs nothing. */
export interface Examination {
  store(): Promise<Finding[]>;
  /** Whether the API answers; nothing where there is none to ask. */
  model(): Promise<Finding[]>;
  /** Whether the server of the embeddings answers; nothing where there is none. */
  embeddings(): Promise<Finding[]>;
}

/** What is known of a configuration beside it. */
export interface ExaminedFor extends Pick<ExamineOptions, 'why' | 'user' | 'memchat'> {
  /** Whether the command line held a password. */
  isSeen: boolean;
}

export function composeExamination(config: Config, about: ExaminedFor): Examination {
  const { endpoint, models, embeddings, proxy } = config;
  return {
    store: () => examineStores(config, about),
    model: async () =>
      endpoint.kind === 'api'
        ? reach({
            ...endpoint,
            apiKey: async () => keyOf(endpoint),
            models,
            network: () => proxyFetch(proxy),
          })
        : [],
    embeddings: async () => {
      if (embeddings === null) return [];
      const { reachEmbeddings } = await import('./model/embeddings/reach.ts');
      return reachEmbeddings({ ...embeddings, network: () => proxyFetch(proxy) });
    },
  };
}

async function examineStores(
  { sessions: directory, store }: Config,
  { isSeen, ...about }: ExaminedFor,
): Promise<Finding[]> {
  if (store.kind === 'postgres') {
    const { examineAt } = await import('./compose/postgres.ts');
    return examineAt({ url: store.url(), why: about.why, isSeen, directory });
  }
  const uid = process.getuid?.() ?? null;
  return examineStore({ directory, clock: systemClock, uid, ...about });
}

/** @throws MemchatError `credential` when it is to come from a command, and does not. */
async function keyOf({ apiKey, apiKeyCommand }: ApiEndpoint): Promise<string | null> {
  return apiKeyCommand === null ? apiKey : keyFromCommand(apiKeyCommand);
}

function composeModel(
  config: Config,
  wrapFetch: (inner: Fetch) => Fetch,
): AnthropicModel | LateModel {
  requireModel(config);
  const { endpoint } = config;
  const { apiKeyCommand, ...address } = endpoint.kind === 'api' ? endpoint : OFFLINE;
  const network = endpoint.kind === 'api' ? proxyFetch(config.proxy) : offlineNetwork;
  const build = (apiKey: string | null): AnthropicModel =>
    new AnthropicModel({
      baseUrl: address.baseUrl,
      apiKey,
      authToken: address.authToken,
      profile: address.profile,
      capabilities: isClaude(config.models.chat) ? 'anthropic' : 'compatible',
      fetch: wrapFetch(network),
    });
  if (apiKeyCommand === null) return build(address.apiKey);
  return new LateModel(async () => build(await keyFromCommand(apiKeyCommand)));
}

const OFFLINE: Omit<ApiEndpoint, 'kind' | 'credentialFrom'> = {
  apiKeyCommand: null,
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
