import type { Ports } from '../chat/ports.ts';
import { MemchatError } from '../errors.ts';
import type { AnthropicClient } from '../model/anthropic/given-client.ts';
import { AnthropicModel } from '../model/anthropic/model.ts';
import { LateModel } from '../model/late.ts';
import type { Model } from '../model/port.ts';
import { costUsd } from '../model/prices.ts';

/** A model of memchat's port, or the caller's own client of the Anthropic SDK. */
export type ModelGiven = Model | AnthropicClient;

/** Needs no network and costs nothing: see `offlineModel`. */
class OfflineModel extends LateModel {}

/**
 * The offline model as a `fetch` for the Anthropic SDK: the Messages API in this process. It answers
 * from the request alone, so that the same request gives the same bytes, and is loaded with the first.
 */
export function offlineFetch(): typeof fetch {
  return async (input, init) => {
    const { offlineFetch: load } = await import('../model/offline/fetch.ts');
    return load()(input, init);
  };
}

/**
 * A model that runs in this process: it learns plain statements ("I live in Berlin.") and answers
 * from what it is told. For tests and examples; the same input gives the same answer. It is loaded
 * with the first request.
 */
export function offlineModel(): Model {
  return new OfflineModel(
    () =>
      new AnthropicModel({
        baseUrl: 'http://offline.invalid',
        apiKey: 'offline',
        authToken: null,
        profile: null,
        capabilities: 'anthropic',
        fetch: offlineFetch(),
      }),
  );
}

/** What a model costs: the offline one nothing, of others what is known. */
export function priceOf(model: Model): Ports['price'] {
  return model instanceof OfflineModel ? () => 0 : costUsd;
}

/** @throws MemchatError `usage` for what is neither. */
export function modelOf(given: ModelGiven, memoryModel: string): Model {
  if (isModel(given)) return given;
  if (!isClient(given)) {
    throw new MemchatError(
      '"model" has to be a Model, or a client with messages.create as that of @anthropic-ai/sdk.',
      'usage',
    );
  }
  return new AnthropicModel({
    client: given,
    baseUrl: null,
    apiKey: null,
    authToken: null,
    profile: null,
    capabilities: /(?:^|[/.:])claude-/u.test(memoryModel) ? 'anthropic' : 'compatible',
  });
}

/** Stands where no model was given: what needs one says so. */
export function noModel(): Model {
  return new LateModel(() => {
    throw new MemchatError(
      'This needs a model, and none was given: open the memory with { model }, or give one here.',
      'credential',
    );
  });
}

function isModel(given: ModelGiven): given is Model {
  return (
    typeof given === 'object' &&
    given !== null &&
    'structured' in given &&
    typeof given.structured === 'function'
  );
}

function isClient(given: object): given is AnthropicClient {
  const messages: unknown = Reflect.get(Object(given), 'messages');
  return (
    typeof messages === 'object' &&
    messages !== null &&
    'create' in messages &&
    typeof messages.create === 'function'
  );
}
