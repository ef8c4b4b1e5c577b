import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { placeOf } from '../../src/store/paths.ts';
import {
  decodePending,
  encodePending,
  isTurnId,
  pendingFiles,
  pendingPath,
} from '../../src/store/pending.ts';
import { aTurn } from '../support/turns.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const OWNER = currentOwner();
const TURN: Turn = aTurn({
  message: [
    { origin: 'typed', text: 'Look:' },
    { origin: 'third-party', text: '' },
  ],
  reply: 'I see.',
});

const decoded = (content: unknown) =>
  decodePending(Buffer.from(JSON.stringify(content)), 'alice', 't-1');
const withTurn = (over: object) => decoded({ owner: OWNER, turn: { ...TURN, ...over } });
const withOwner = (over: object) => decoded({ owner: { ...OWNER, ...over }, turn: TURN });

describe('a pending turn', () => {
  it('is read as it was written, and a person can read it too', () => {
    const bytes = encodePending(OWNER, TURN);
    expect(decodePending(bytes, 'alice', 't-1')).toEqual({ owner: OWNER, turn: TURN });
    expect(bytes.toString()).toBe(`${JSON.stringify({ owner: OWNER, turn: TURN }, null, 2)}\n`);
  });

  it.each(['asked', 'answered', 'interrupted', 'refused', 'truncated', 'failed'] as const)(
    'may be %s',
    (status) => expect(withTurn({ status })?.turn.status).toBe(status),
  );

  it('may have no reply, and an owner of whom only the number is known', () => {
    expect(withTurn({ reply: null })?.turn.reply).toBeNull();
    expect(withOwner({ startedAt: null })?.owner.startedAt).toBeNull();
    expect(withOwner({ pid: 1 })?.owner.pid).toBe(1);
  });

  it('carries nothing on that a turn does not have', () => {
    const message = [{ origin: 'typed', text: 'Look:', deep: [[1]] }, TURN.message[1]];
    expect(withTurn({ message, deep: [[1]] })?.turn).toEqual(TURN);
  });

  it('belongs to its user in any normal form of the id', () => {
    const turn = { ...TURN, user: 'Zoe\u0308' };
    const bytes = encodePending(OWNER, turn);
    expect(decodePending(bytes, 'Zo\u00eb', 't-1')?.turn).toEqual(turn);
    expect(decodePending(bytes, 'Zoe', 't-1')).toBeNull();
  });

  it.each([
    ['of another id', { id: 't-2' }],
    ['of another user', { user: 'bob' }],
    ['without a session', { session: null }],
    ['without a time', { at: 5 }],
    ['whose id is no text', { id: ['t-1'] }],
    ['whose user is no text', { user: { normalize: 1 } }],
    ['whose message is one text', { message: 'Look:' }],
    ['with a passage that is no object', { message: [TURN.message[0], 'typed'] }],
    ['with a passage of unknown origin', { message: [{ origin: 'said', text: 'x' }] }],
    ['with a passage without text', { message: [{ origin: 'typed' }] }],
    ['with a pasted passage without text', { message: [{ origin: 'third-party', text: 1 }] }],
    ['with a reply that is no text', { reply: 5 }],
    ['with a status that there is not', { status: 'thinking' }],
    ['without a number of attempts', { attempts: '0' }],
  ])('is not one %s', (_, over) => expect(withTurn(over)).toBeNull());

  it.each([
    ['that is a group of processes', { pid: -4 }],
    ['that is every process', { pid: 0 }],
    ['with half a number', { pid: 1.5 }],
    ['with a number in words', { pid: '12' }],
    ['with a start that is no text', { startedAt: 12 }],
    ['without a host', { host: null }],
  ])('does not have an owner %s', (_, over) => expect(withOwner(over)).toBeNull());

  it.each([
    ['nothing', null],
    ['a list', []],
    ['without an owner', { turn: TURN }],
    ['without a turn', { owner: OWNER }],
    ['with null for an owner', { owner: null, turn: TURN }],
    ['with null for a turn', { owner: OWNER, turn: null }],
  ])('is not %s', (_, content) => expect(decoded(content)).toBeNull());

  it('is not what is no JSON', () => {
    expect(decodePending(Buffer.from('{"owner":'), 'alice', 't-1')).toBeNull();
    expect(decodePending(Buffer.alloc(0), 'alice', 't-1')).toBeNull();
  });
});

describe('the files of pending turns', () => {
  it.each(['abc', 't-1', '0-0', 'a'.repeat(40)])('may be named after the id %s', (id) => {
    expect(isTurnId(id)).toBe(true);
  });

  it.each(['ab', 'a'.repeat(41), 'T-1', 't_1', 't.1', 't-1\n', ' t-1', 't-1 ', '../t-1'])(
    'are never named after %j',
    (id) => expect(isTurnId(id)).toBe(false),
  );

  it('are listed with the generations of a turn in order, and nothing else is', () => {
    const place = placeOf(folder(), 'alice');
    fs.mkdirSync(place.pending, { recursive: true });
    const [first, second, tenth] = [0, 2, 10].map((n) => pendingPath(place, 't-1', n));
    const long = pendingPath(place, 'a'.repeat(40), 999_999_999);
    for (const file of [tenth, long, second, first]) fs.writeFileSync(file ?? '', '{}');
    for (const name of [
      ...['.tmp-1234', 't-1.json.bak', 't-1.0.json', 't-1.01.json', 't-1.x.json', 'T-2.json'],
      ...['ab.json', 't-1.jsonl', 't-1', `${'a'.repeat(41)}.json`, 't-1.1234567890.json'],
      ...['x t-1.json', 't-1.1.2.json', 't-1xjson', 't-1x1.json\n'],
    ]) {
      fs.writeFileSync(path.join(place.pending, name), '{}');
    }
    expect(pendingFiles(place)).toEqual([
      { id: 't-1', generation: 0, path: path.join(place.pending, 't-1.json') },
      { id: 't-1', generation: 2, path: path.join(place.pending, 't-1.2.json') },
      { id: 't-1', generation: 10, path: path.join(place.pending, 't-1.10.json') },
      { id: 'a'.repeat(40), generation: 999_999_999, path: long },
    ]);
  });

  it('are not looked for behind a link', () => {
    const place = placeOf(folder(), 'alice');
    const outside = folder();
    fs.mkdirSync(path.join(outside, 'pending'));
    fs.symlinkSync(outside, place.house);
    expect(() => pendingFiles(place)).toThrow(`${place.house} is a symbolic link.`);
  });

  it('are none where there is no folder', () => {
    expect(pendingFiles(placeOf(folder(), 'alice'))).toEqual([]);
  });
});
