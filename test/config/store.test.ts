import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/config/environment.ts';
import { chooseStore } from '../../src/config/store.ts';
import { placeOf } from '../../src/store/postgres/address.ts';

const environment = (
  variables: Record<string, string> = {},
  dotenv: Record<string, string> = {},
): Environment => ({
  variables,
  dotenv,
  cwd: '/work',
  home: '/home/me',
  platform: 'linux',
  login: 'me',
});

const ELSEWHERE = 'postgres://app:secret@db.example.com/memchat';

/** The address that is used; null: files. */
function chosen(variables: Record<string, string>, dotenv = {}, store?: string): string | null {
  const found = chooseStore({ store }, environment(variables, dotenv)).store;
  return found.kind === 'postgres' ? found.url() : null;
}

describe('where memories are kept', () => {
  it('is in files unless an address is named: the flag, then the environment, then .env', () => {
    const [one, two, three] = ['a', 'b', 'c'].map((name) => `postgres://localhost/${name}`);
    const dotenv = { MEMCHAT_STORE: three ?? '' };
    expect(chosen({})).toBeNull();
    expect(chosen({ MEMCHAT_STORE: '' })).toBeNull();
    expect(chosen({}, dotenv)).toBe(three);
    expect(chosen({ MEMCHAT_STORE: two ?? '' }, dotenv)).toBe(two);
    expect(chosen({ MEMCHAT_STORE: two ?? '' }, dotenv, one)).toBe(one);
    expect(chosen({ MEMCHAT_STORE: two ?? '' }, dotenv, 'files')).toBeNull();
  });

  it.each([
    'postgres://localhost/m',
    'postgresql://me@db.localhost:5432/m',
    'postgres://me:secret@127.0.0.1/m?sslmode=disable',
    'postgres://[::1]:5432/m',
    'postgres://me@/m?host=/var/run/postgresql',
    'postgres://%2Fvar%2Frun%2Fpostgresql/m',
    'postgres:///m',
  ])('may be this machine in .env: %s', (address) => {
    expect(chosen({}, { MEMCHAT_STORE: address })).toBe(address);
  });

  it.each([
    ELSEWHERE,
    'postgres://localhost@db.example.com/m',
    'postgres://localhost:x@db.example.com/m',
    'postgres://localhost/m?host=db.example.com',
    'postgres://localhost/m?host=%64b.example.com',
    'postgres://localhost/m?host=localhost&host=db.example.com',
    'postgres://localhost,db.example.com/m',
    'postgres://127.0.0.1.example.com/m',
    'postgres://localhost.example.com/m',
    'postgres://xlocalhost/m',
    'postgres://%6cocalhost.example.com/m',
    'postgres://%/m',
  ])('is no other machine because .env says so: %s', (address) => {
    const found = chooseStore({}, environment({}, { MEMCHAT_STORE: address }));
    expect(found.store.kind).toBe('files');
    expect(found.withheld).toBe(placeOf(address));
    expect(chosen({ MEMCHAT_STORE: address })).toBe(address);
  });

  it('shows no password where a configuration is printed', () => {
    const found = chooseStore({ store: ELSEWHERE }, environment());
    for (const text of [
      JSON.stringify(found),
      inspect(found, { depth: 9, showHidden: true, getters: true }),
      String(found.store),
    ]) {
      expect(text).not.toContain('secret');
    }
    expect(Object.isFrozen(found.store)).toBe(true);
    expect(JSON.stringify(found)).toContain('postgres://app@db.example.com/memchat');
  });

  it('refuses what is no address, and repeats nothing of it', () => {
    for (const address of ['secret', 'mysql://a:secret@b/c', 'postgres://a:secret/b@c']) {
      expect(() => chosen({ MEMCHAT_STORE: address })).toThrow(
        expect.objectContaining({
          code: 'config',
          message: expect.not.stringContaining('secret'),
        }),
      );
    }
  });
});

it('the place of an address never holds its password or a parameter, whatever they are', () => {
  const part = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(part, part, part, (name, password, parameter) => {
      const user = name.replaceAll('<', '');
      const address = `postgres://${user}:<${password}>@localhost:5432/m?x=<${parameter}>`;
      let shown: string;
      try {
        shown = placeOf(address);
      } catch (error) {
        shown = String(error);
      }
      expect(shown).not.toContain('<');
    }),
  );
});
