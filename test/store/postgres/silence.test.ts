import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../../src/store/postgres/database.ts';
import { Silence } from '../../../src/store/postgres/silence.ts';

const failed = (code: string) => Object.assign(new Error(code), { code });

describe('a server that keeps silent', () => {
  let now = 0;
  let silence: Silence;
  beforeEach(() => {
    now = 0;
    silence = new Silence(() => now);
  });

  /** An attempt that fails after so many milliseconds. */
  function attempt(ms: number, code: string): boolean {
    const begun = silence.begin();
    now += ms;
    return silence.failed(begun, failed(code));
  }

  it('is not asked for ten seconds, and then again', () => {
    expect(attempt(5000, 'ETIMEDOUT')).toBe(true);
    now += 9_999;
    expect(() => silence.begin()).toThrow('ETIMEDOUT');
    now += 1;
    expect(attempt(5000, 'ETIMEDOUT')).toBe(true);
    expect(() => silence.begin()).toThrow('ETIMEDOUT');
    now += 10_000;
    silence.begin();
    silence.answered();
    expect(() => silence.begin()).not.toThrow();
  });

  it.each([
    ['refuses at once', 3, 'ECONNREFUSED'],
    ['says what is wrong', 15_000, '57014'],
    ['breaks off at once', 3, 'EPIPE'],
    ['is asked for nonsense', 15_000, 'ERR_NONSENSE'],
  ])('is another one than one that %s', (_, ms, code) => {
    expect(attempt(ms, code)).toBe(false);
    expect(() => silence.begin()).not.toThrow();
  });

  it('is another one than one that answers others meanwhile', () => {
    const begun = silence.begin();
    now += 2000;
    silence.answered();
    now += 3000;
    expect(silence.failed(begun, failed('ETIMEDOUT'))).toBe(false);
    expect(() => silence.begin()).not.toThrow();
  });
});

describe('a database behind a network that loses everything', () => {
  let server: net.Server;
  let connections = 0;
  beforeEach(async () => {
    connections = 0;
    server = net.createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.close();
  });

  it('is waited for once, and then told of at once', async () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `postgres://memchat@127.0.0.1:${address.port}/memchat`;
    const database = new Database({ url, connectWithin: 1100 });
    for (let n = 0; n < 5; n += 1) {
      await expect(database.read('alice')).rejects.toMatchObject({ code: 'store-unavailable' });
    }
    expect(connections).toBe(1);
    await database.close();
  });
});
