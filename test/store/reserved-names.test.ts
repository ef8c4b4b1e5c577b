import { describe, expect, it } from 'vitest';
import { stemOf } from '../../src/store/paths.ts';

describe('a user id that only contains a reserved name', () => {
  it.each(['falcon', 'mycon', 'con1', 'com10', 'xcom1', 'lpt', 'nulls', 'a.con', 'memchats'])(
    'is its own file name: %s',
    (id) => expect(stemOf(id)).toBe(id),
  );

  it.each(['mymemchat', 'memchat.1', 'a.b', '1con'])('is its own file name: %s', (id) => {
    expect(stemOf(id)).toBe(id);
  });

  it.each(['con.txt', 'prn', 'aux.a.b', 'nul', 'com0', 'com9.x', 'lpt0', 'lpt9', 'con.'])(
    'is mapped where a system would take it for the reserved one: %s',
    (id) => expect(stemOf(id)).toMatch(/^~[0-9a-f]{64}$/),
  );
});
