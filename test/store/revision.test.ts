import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, placeOf } from '../../src/store/paths.ts';
import {
  decodeRevision,
  encodeRevision,
  followsOn,
  hasRevision,
  type RevisionHeader,
  readHeader,
  readRevision,
  revisionNumbers,
  revisionPath,
  sha256,
} from '../../src/store/revision.ts';
import { NOW, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const BODY = Buffer.from('{ "version": 1 }\n\nä');
const HEADER: RevisionHeader = {
  revision: 7,
  sha256: sha256(BODY),
  at: NOW,
  reason: 'restored',
  of: 3,
  turn: 't-1',
  parent: 'b'.repeat(64),
  edit: 'c'.repeat(64),
  seen: 1234.5,
};

function placeWith(files: Record<string, string | Buffer>): Place {
  const place = placeOf(folder(), 'alice');
  fs.mkdirSync(place.revisions, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    fs.writeFileSync(path.join(place.revisions, name), content);
  }
  return place;
}

const decoded = (header: unknown, body = BODY) =>
  decodeRevision(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]), 5, 7);

describe('a revision', () => {
  it('has the SHA-256 of its bytes', () => {
    // The digest of "abc" in FIPS 180-2.
    expect(sha256(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is read as it was written', () => {
    const bytes = encodeRevision(HEADER, BODY);
    expect(decodeRevision(bytes, 5, 7)).toEqual({ header: HEADER, body: BODY, time: 5 });
    expect(bytes.toString()).toBe(`${JSON.stringify(HEADER)}\n${BODY}`);
  });

  it.each(['commit', 'edited', 'imported', 'undone', 'restored'] as const)(
    'may have been made because it was %s',
    (reason) => expect(decoded({ ...HEADER, reason })?.header.reason).toBe(reason),
  );

  it('of an older memchat, without most of the header, is a plain commit', () => {
    const { revision, sha256: sum } = HEADER;
    const none = { of: null, turn: null, parent: null, edit: null, seen: null };
    const plain = { revision, sha256: sum, at: '', reason: 'commit', ...none };
    expect(decoded({ revision, sha256: sum })?.header).toEqual(plain);
    const odd = { at: 5, reason: 'x', of: '3', turn: 1, parent: {}, edit: [], seen: '1' };
    expect(decoded({ revision, sha256: sum, ...odd })?.header).toEqual(plain);
  });

  it.each([
    ['of another number', { ...HEADER, revision: 8 }],
    ['whose number is a text', { ...HEADER, revision: '7' }],
    ['without a checksum', { ...HEADER, sha256: null }],
    ['with the checksum of other bytes', { ...HEADER, sha256: sha256(Buffer.from('x')) }],
    ['with a list for a header', [HEADER]],
  ])('is not one %s', (_, header) => expect(decoded(header)).toBeNull());

  it('is not one without a header line, or with one that is no JSON', () => {
    const bytes = encodeRevision(HEADER, Buffer.alloc(0));
    expect(decodeRevision(bytes.subarray(0, -1), 5, 7)).toBeNull();
    expect(decodeRevision(Buffer.from('{"revision":7\n'), 5, 7)).toBeNull();
    expect(decodeRevision(Buffer.alloc(0), 5, 7)).toBeNull();
  });

  it('is not one with any other byte in it, or cut off', () => {
    const bytes = encodeRevision(HEADER, BODY);
    const body = bytes.length - BODY.length;
    const byte = fc.tuple(fc.integer({ min: body, max: bytes.length - 1 }), fc.nat(7));
    fc.assert(
      fc.property(byte, ([at, bit]) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        expect(decodeRevision(damaged, 5, 7)).toBeNull();
        expect(decodeRevision(bytes.subarray(0, at), 5, 7)).toBeNull();
      }),
    );
  });
});

describe('the files of revisions', () => {
  it('are named after their numbers, and nothing else is listed', () => {
    const place = placeWith({
      '0000000010.json': '',
      '0000000009.json': '',
      '10000000000.json': '',
      '9999999999.json': '',
      ...{ '1.json': '', '000000001.json': '', '00000000000000001.json': '' },
      ...{ 'x0000000001.json': '', '0000000001.json~': '', '0000000001xjson': '' },
      '.tmp-0000000001.json': '',
    });
    expect(revisionNumbers(place)).toEqual([9, 10, 9_999_999_999, 10_000_000_000]);
    expect(revisionPath(place, 9)).toBe(path.join(place.revisions, '0000000009.json'));
    expect(revisionNumbers(placeOf(folder(), 'alice'))).toEqual([]);
  });

  it('are there or not, whole or not', () => {
    const place = placeWith({ '0000000000.json': '', '00000000-1.json': '' });
    expect([-1, 0, 1].map((number) => hasRevision(place, number))).toEqual([false, true, false]);
  });

  it('are read with their time, and told apart from those that are gone or broken', () => {
    const place = placeWith({ '0000000007.json': encodeRevision(HEADER, BODY) });
    fs.writeFileSync(revisionPath(place, 8), encodeRevision(HEADER, BODY));
    fs.utimesSync(revisionPath(place, 7), 5, 5);
    expect(readRevision(place, 7)).toEqual({ header: HEADER, body: BODY, time: 5000 });
    expect(readRevision(place, 8)).toBe('broken');
    expect(readRevision(place, 9)).toBe('gone');
  });

  it('have a header that is read without the rest', () => {
    const place = placeWith({
      '0000000007.json': encodeRevision(HEADER, Buffer.from('damaged')),
      '0000000008.json': JSON.stringify(HEADER),
      '0000000009.json': `${JSON.stringify({ ...HEADER, at: 'x'.repeat(2000) })}\n`,
      '0000000010.json': 'damaged\n',
    });
    expect(readHeader(place, 7)).toEqual(HEADER);
    expect([8, 9, 10, 11].map((number) => readHeader(place, number))).toEqual([
      ...[null, null, null, null],
    ]);
  });
});

describe('a revision follows on', () => {
  const place = () => placeWith({ '0000000006.json': encodeRevision({ ...HEADER }, BODY) });

  it('the one that it was made from, and not another that has its number now', () => {
    expect(followsOn(place(), { ...HEADER, parent: HEADER.sha256 })).toBe(true);
    expect(followsOn(place(), HEADER)).toBe(false);
  });

  it('nothing, if it is the first or the one before is pruned or broken', () => {
    expect(followsOn(place(), { ...HEADER, parent: null })).toBe(true);
    expect(followsOn(place(), { ...HEADER, revision: 9 })).toBe(true);
    const broken = placeWith({ '0000000006.json': 'broken' });
    expect(followsOn(broken, HEADER)).toBe(true);
  });
});
