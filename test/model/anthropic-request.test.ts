import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AnthropicModel } from '../../src/model/anthropic/model.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import {
  chatRequest,
  collect,
  coloursSchema,
  modelAt,
  rejection,
  structuredRequest,
  testKey,
  USER_WORDS,
} from './world.ts';

let api: MessagesApi;
afterEach(async () => {
  vi.unstubAllEnvs();
  await api?.close();
});

describe('a chat request', () => {
  it('is sent exactly as asked for, with a cache breakpoint where one is wanted', async () => {
    api = await startMessagesApi();
    await collect(modelAt(api.url));
    expect(api.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        method: 'POST',
        path: '/v1/messages',
        body: {
          model: 'claude-sonnet-5-5',
          max_tokens: 4096,
          stream: true,
          system: [
            { type: 'text', text: 'You remember the user.' },
            {
              type: 'text',
              text: 'What you know: nothing yet.',
              cache_control: { type: 'ephemeral' },
            },
          ],
          messages: [
            { role: 'user', content: 'Hi.' },
            { role: 'assistant', content: 'Hello!' },
            { role: 'user', content: USER_WORDS },
          ],
          metadata: { user_id: 'a1b2c3' },
        },
      },
    ]);
  });

  it('leaves out what a compatible server does not know', async () => {
    api = await startMessagesApi();
    await collect(modelAt(api.url, { capabilities: 'compatible' }));
    expect(api.requests[0]?.body).toEqual({
      model: 'claude-sonnet-5-5',
      max_tokens: 4096,
      stream: true,
      system: 'You remember the user.\n\nWhat you know: nothing yet.',
      messages: [
        { role: 'user', content: 'Hi.' },
        { role: 'assistant', content: 'Hello!' },
        { role: 'user', content: USER_WORDS },
      ],
    });
  });

  it('caches the conversation when that is asked for, beside what is cached of the system prompt', async () => {
    api = await startMessagesApi();
    const model = modelAt(api.url);
    await collect(model, chatRequest({ cacheConversation: true }));
    await collect(model, chatRequest({ cacheConversation: false }));
    const [cached, plain] = api.requests.map(({ body }) => body);
    expect(cached).toEqual({ ...plain, cache_control: { type: 'ephemeral' } });
    expect(plain).not.toHaveProperty('cache_control');
    // The API allows four breakpoints.
    expect(JSON.stringify(cached).match(/"cache_control"/g)).toHaveLength(2);
  });

  it('asks no compatible server to cache the conversation', async () => {
    api = await startMessagesApi();
    const model = modelAt(api.url, { capabilities: 'compatible' });
    await collect(model, chatRequest({ cacheConversation: true }));
    expect(JSON.stringify(api.requests[0]?.body)).not.toContain('cache_control');
  });

  it('has no system prompt when there is none', async () => {
    api = await startMessagesApi();
    await collect(modelAt(api.url), chatRequest({ system: [] }));
    expect(api.requests[0]?.body).not.toHaveProperty('system');
  });

  it.each(['', '/', '/v1', '/v1/'])(
    'finds the API behind a base URL that ends in "%s"',
    async (end) => {
      api = await startMessagesApi();
      await collect(modelAt(`${api.url}${end}`));
      expect(api.requests[0]?.path).toBe('/v1/messages');
    },
  );
});

describe('the credential', () => {
  it('is the key, else the token, and nothing when there is none', async () => {
    api = await startMessagesApi();
    await collect(modelAt(api.url, { apiKey: testKey, authToken: 'token' }));
    await collect(modelAt(api.url, { apiKey: null, authToken: 'token' }));
    await collect(modelAt(api.url, { apiKey: null, capabilities: 'compatible' }));
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${testKey}`,
      'Bearer token',
      undefined,
    ]);
  });

  it('comes from nowhere but the options, and neither does the address nor a header', async () => {
    api = await startMessagesApi();
    vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-the-environment');
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'token-of-the-environment');
    vi.stubEnv('ANTHROPIC_PROFILE', 'profile-of-the-environment');
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'Authorization: Bearer stolen\nx-team: secret-team');
    vi.stubEnv('ANTHROPIC_LOG', 'debug');
    await collect(modelAt(api.url));
    await collect(modelAt(api.url, { apiKey: null }));
    expect(api.requests).toHaveLength(2);
    const [withKey, without] = api.requests.map(({ headers }) => JSON.stringify(headers));
    expect(withKey).toContain(testKey);
    expect(withKey).not.toMatch(/environment|stolen|secret-team/);
    expect(without).not.toMatch(/environment|stolen|secret-team|authorization/);
  });

  it('shows in no inspected model, not even after requests', async () => {
    api = await startMessagesApi();
    const model = modelAt(api.url);
    await collect(model);
    const shown = `${inspect(model, { depth: 20, showHidden: true, getters: true })}${JSON.stringify(model)}`;
    expect(shown).not.toContain(testKey);
  });

  it.each(['', 'sk ant', `${testKey}\n`, '“quoted”'])(
    'is refused before a request when it cannot be one, and not repeated: %j',
    (apiKey) => {
      const build = () => modelAt('http://127.0.0.1:9', { apiKey });
      expect(build).toThrow(expect.objectContaining({ code: 'credential' }));
      expect(build).not.toThrow(testKey);
    },
  );

  it('that is missing is said before anything is sent to Anthropic', () => {
    const none = { apiKey: null, authToken: null, profile: null, baseUrl: null };
    const build = () => new AnthropicModel({ ...none, capabilities: 'anthropic' });
    expect(build).toThrow(
      expect.objectContaining({
        code: 'credential',
        message: expect.stringContaining('ANTHROPIC_API_KEY'),
      }),
    );
  });

  it('of a profile is the one on disk, and none of the environment', async () => {
    api = await startMessagesApi();
    const directory = mkdtempSync(join(tmpdir(), 'memchat-profile-'));
    try {
      for (const folder of ['configs', 'credentials']) mkdirSync(join(directory, folder));
      const authentication = { type: 'user_oauth', client_id: 'c' };
      writeFileSync(join(directory, 'configs/work.json'), JSON.stringify({ authentication }));
      const token = { type: 'oauth_token', access_token: 'token-of-the-profile', expires_at: null };
      const file = join(directory, 'credentials/work.json');
      writeFileSync(file, JSON.stringify(token), { mode: 0o600 });
      vi.stubEnv('ANTHROPIC_CONFIG_DIR', directory);
      vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-the-environment');
      const { error } = await collect(modelAt(api.url, { apiKey: null, profile: 'work' }));
      expect(error).toBeNull();
      expect(api.requests[0]?.headers.authorization).toBe('Bearer token-of-the-profile');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('of a profile that does not exist is said to be one of the profile', async () => {
    api = await startMessagesApi();
    vi.stubEnv('ANTHROPIC_CONFIG_DIR', '/nonexistent');
    const model = modelAt(api.url, { apiKey: null, profile: 'work' });
    const { error } = await collect(model);
    expect(error).toMatchObject({
      code: 'credential',
      message: expect.stringContaining('profile'),
    });
    expect(api.requests).toEqual([]);
  });
});

describe('the base URL', () => {
  it.each(['localhost:11434', 'not a url', 'file:///etc', 'http://me:hunter2@localhost'])(
    'is refused when it is no address that can be used: %s',
    (baseUrl) => {
      const build = () => modelAt(baseUrl);
      expect(build).toThrow(expect.objectContaining({ code: 'config' }));
      expect(build).not.toThrow('hunter2');
    },
  );
});

describe('a structured request', () => {
  it('asks for the schema with low effort, and for what the API knows of JSON Schema only', async () => {
    api = await startMessagesApi({ extraction: { colours: ['red'] } });
    await modelAt(api.url).structured(structuredRequest(), coloursSchema);
    const [request] = api.requests;
    expect(request?.body).toEqual({
      model: 'claude-haiku-5-5',
      max_tokens: 4096,
      system: [
        { type: 'text', text: 'You remember the user.' },
        { type: 'text', text: 'What you know: nothing yet.', cache_control: { type: 'ephemeral' } },
      ],
      messages: [{ role: 'user', content: USER_WORDS }],
      metadata: { user_id: 'a1b2c3' },
      output_config: {
        effort: 'low',
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: {
              colours: {
                type: 'array',
                items: { type: 'string', description: '{maxLength: 20}' },
              },
            },
            required: ['colours'],
            additionalProperties: false,
          },
        },
      },
    });
  });

  it('sends a compatible server the schema in words, and nothing it does not know', async () => {
    api = await startMessagesApi({ extraction: { colours: [] } });
    const model = modelAt(api.url, { capabilities: 'compatible' });
    await model.structured(structuredRequest(), coloursSchema);
    const body = api.requests[0]?.body;
    expect(Object.keys(body ?? {}).sort()).toEqual(['max_tokens', 'messages', 'model', 'system']);
    expect(body?.system).toContain('You remember the user.\n\nWhat you know: nothing yet.');
    expect(body?.system).toContain('Answer with JSON only');
    expect(body?.system).toContain(JSON.stringify(coloursSchema.jsonSchema));
  });

  it('that is stopped says so', async () => {
    api = await startMessagesApi();
    const signal = AbortSignal.abort();
    const error = await rejection(
      modelAt(api.url).structured(structuredRequest({ signal }), coloursSchema),
    );
    expect(error).toMatchObject({ code: 'interrupted' });
    expect(api.requests).toEqual([]);
  });
});
