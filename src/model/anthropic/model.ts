import { MemchatError } from '../../errors.ts';
import type { OutputSchema } from '../../prompt/structured.ts';
import { httpFetch } from '../http-fetch.ts';
import { BrokenReplyError } from '../output-error.ts';
import type { ChatRequest, Model, ModelEvent, Structured, StructuredRequest } from '../port.ts';
import { noUsage } from '../prices.ts';
import { Blocks } from './blocks.ts';
import { ANTHROPIC_ADDRESS, type Client, type ClientSettings, openClient } from './client.ts';
import { addressOf, credentialOf } from './credential.ts';
import { describeFailure } from './failures.ts';
import { type AnthropicClient, givenClient } from './given-client.ts';
import { spokenIn, toParam } from './messages.ts';
import { bodyOf, type Capabilities } from './request.ts';
import type { FailureContext } from './status.ts';
import { endOf, type ReplyState, readReply } from './stream.ts';
import { askInWords, askWithFormat, refusesStructuredOutputs, type Send } from './structured.ts';
import { refusesTools } from './tools.ts';

export interface AnthropicOptions {
  /** At most one of the three is used: the key, else the token, else the profile on disk. */
  apiKey: string | null;
  authToken: string | null;
  /** The name of a profile of the Anthropic SDK. */
  profile: string | null;
  /** Where the API is, without `/v1`; null for Anthropic's own address. */
  baseUrl: string | null;
  capabilities: Capabilities;
  /**
   * The caller's own client: requests go through it as they are, and what is said above and below of
   * keys, addresses and limits is its own affair. Default: one that is made here.
   */
  client?: AnthropicClient | undefined;
  /** Default: the HTTP client of Node, `node:http`. */
  fetch?: typeof fetch | undefined;
  /** Further attempts after an overload, a rate limit or a lost connection. Default 2. */
  maxRetries?: number | undefined;
  /** The longest wait between attempts that a server may ask for, in ms. Default 60,000. */
  retryAfterCapMs?: number | undefined;
  /** A stream on which nothing comes for so long is given up, in ms. Default 60,000. */
  idleMs?: number | undefined;
  /**
   * How long a whole answer, or the first sign of a local server that loads its model, may take,
   * in ms. Default 300,000.
   */
  responseMs?: number | undefined;
}

/**
 * The models behind the Messages API. The SDK is loaded with the first request or by `warm`; it
 * reads nothing from the environment, sends no telemetry and logs nothing, whatever is set there.
 * An inspected model shows no credential.
 */
export class AnthropicModel implements Model {
  readonly #settings: ClientSettings;
  readonly #withoutStructuredOutputs = new Set<string>();
  readonly #withoutTools = new Set<string>();
  #client: Promise<Client> | null;

  /**
   * @throws MemchatError `credential` when a key cannot be one, or when there is none for Anthropic;
   *   `config` when the base URL cannot be one.
   */
  constructor(options: AnthropicOptions) {
    const { capabilities, maxRetries = 2, retryAfterCapMs = 60_000 } = options;
    const { idleMs = 60_000, responseMs = 300_000 } = options;
    this.#settings = {
      credential: credentialOf(options),
      baseUrl: options.baseUrl === null ? null : addressOf(options.baseUrl),
      capabilities,
      fetch: options.fetch ?? httpFetch,
      maxRetries,
      retryAfterCapMs,
      // A local server may load its model first.
      firstMs: capabilities === 'compatible' ? Math.max(responseMs, idleMs) : idleMs,
      idleMs,
      responseMs,
    };
    const { client, fetch: given } = options;
    this.#client = client === undefined ? null : Promise.resolve(givenClient(client));
    const { credential, baseUrl } = this.#settings;
    const isOwn = client === undefined && given === undefined;
    if (credential.kind === 'none' && baseUrl === null && isOwn) {
      throw new MemchatError(
        'No credential for Anthropic was found. Set ANTHROPIC_API_KEY, or name a local server with --base-url.',
        'credential',
      );
    }
  }

  /** Loads what the first request needs, while nobody waits for it. */
  async warm(): Promise<void> {
    await this.#connect();
  }

  async *stream(request: ChatRequest): AsyncGenerator<ModelEvent> {
    const { model, signal } = request;
    const state: ReplyState = {
      model,
      usage: noUsage(),
      begun: false,
      blocks: null,
      stop: undefined,
      callsTools: false,
    };
    try {
      if (signal?.aborted !== true) {
        const client = await this.#connect();
        state.usage = { ...noUsage(), requests: 1 };
        const { events, offersTools } = await this.#send(client, request);
        state.blocks = offersTools ? new Blocks() : null;
        yield* readReply(events, state, signal);
      }
    } catch (error) {
      if (signal?.aborted !== true) {
        const texts = request.messages.map(spokenIn);
        const failure = await this.#failure(error, request, texts, '--model', state.begun);
        throw state.begun ? new BrokenReplyError(failure, state.usage, state.model) : failure;
      }
    }
    yield endOf(state, signal);
  }

  /** Sends a chat request; to a server that refuses tools once more, and from then on, without. */
  async #send(client: Client, request: ChatRequest) {
    const { model, messages, signal, tools = [] } = request;
    const { capabilities, firstMs } = this.#settings;
    const send = (offered: typeof tools) =>
      client.stream(bodyOf({ ...request, tools: offered }, messages.map(toParam), capabilities), {
        signal,
        timeout: firstMs,
      });
    const offered = this.#withoutTools.has(model) ? [] : tools;
    try {
      return { events: await send(offered), offersTools: offered.length > 0 };
    } catch (error) {
      if (capabilities === 'anthropic' || offered.length === 0) throw error;
      if (!refusesTools(error, messages)) throw error;
      const events = await send([]);
      // Only now it is known that it was the tools.
      this.#withoutTools.add(model);
      return { events, offersTools: false };
    }
  }

  /** @throws MemchatError `interrupted` when `signal` aborts it. */
  async structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    const { model, prompt, signal } = request;
    const { capabilities } = this.#settings;
    try {
      signal?.throwIfAborted();
      const client = await this.#connect();
      const send: Send = (body) => client.send(body, { signal });
      if (capabilities === 'anthropic' && !this.#withoutStructuredOutputs.has(model)) {
        // The API refuses what it does not know of JSON Schema; the SDK turns that into words.
        const { transformJSONSchema } = await import('./sdk.ts');
        try {
          const jsonSchema = transformJSONSchema(schema.jsonSchema);
          return await askWithFormat(send, request, schema, jsonSchema);
        } catch (error) {
          if (!refusesStructuredOutputs(error)) throw error;
          this.#withoutStructuredOutputs.add(model);
        }
      }
      return await askInWords(send, request, schema, capabilities);
    } catch (error) {
      if (signal?.aborted === true) {
        throw new MemchatError(`The ${schema.name} was stopped.`, 'interrupted');
      }
      throw await this.#failure(error, request, [prompt], '--memory-model', false);
    }
  }

  #connect(): Promise<Client> {
    this.#client ??= openClient(this.#settings).catch((error: unknown) => {
      this.#client = null;
      throw error;
    });
    return this.#client;
  }

  async #failure(
    error: unknown,
    request: Pick<ChatRequest, 'model' | 'system'>,
    texts: string[],
    modelOption: FailureContext['modelOption'],
    midStream: boolean,
  ): Promise<MemchatError> {
    const { credential, capabilities, baseUrl } = this.#settings;
    // A profile may have given the client another address.
    const client = await this.#client?.catch(() => null);
    return describeFailure(error, {
      address: new URL(client?.address ?? baseUrl ?? ANTHROPIC_ADDRESS).origin,
      anthropic: capabilities === 'anthropic',
      credential: credential.kind,
      model: request.model,
      modelOption,
      midStream,
      sent: {
        texts: [...texts, ...request.system.map(({ text }) => text)],
        credential: 'secret' in credential ? credential.secret : null,
      },
    });
  }
}
