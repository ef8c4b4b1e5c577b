import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Machine } from '../support/bin.ts';
import {
  type MessagesApi,
  type MessagesApiOptions,
  startMessagesApi,
} from '../support/messages-api.ts';
import { added } from '../support/scripted-model.ts';

const DOCS = readFileSync(new URL('../../docs/stream-json.md', import.meta.url), 'utf8');
const SCHEMA = /```json schema\n([\s\S]*?)\n```/.exec(DOCS)?.[1] ?? '';
const EXAMPLE = /```json\n([\s\S]*?)\n```/.exec(DOCS)?.[1] ?? '';
const schema = z.fromJSONSchema(JSON.parse(SCHEMA));

type Line = Record<string, unknown> & { type: string };

let machine: Machine;
let api: MessagesApi | undefined;
beforeEach(() => {
  machine = new Machine();
});
afterEach(async () => {
  await api?.close();
  machine[Symbol.dispose]();
});

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value = JSON.parse(line);
      expect(schema.safeParse(value), line).toMatchObject({ success: true });
      return value;
    });
}

async function stream(behaviour: MessagesApiOptions, ...args: string[]) {
  api = await startMessagesApi(behaviour);
  const key = ['sk', 'ant', 'x'.repeat(20)].join('-');
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key };
  const input = 'I like tea.';
  const format = ['--output-format', 'stream-json'];
  const outcome = await machine.run(['-u', 'alice', '-p', ...format, ...args], { env, input });
  return { ...outcome, lines: linesOf(outcome.stdout) };
}

const extraction = {
  reasoning: '',
  summary: null,
  name: null,
  facts: [added('Likes tea', 'I like tea')],
  preferences: [],
};

describe('--output-format stream-json', () => {
  it('is documented by an example that its own schema takes', () => {
    expect(linesOf(EXAMPLE).map(({ type }) => type)).toEqual([
      'start',
      'thinking',
      'text',
      'text',
      'reply',
      'receipt',
      'end',
    ]);
    const refused = schema.safeParse({ type: 'text' });
    expect(refused.success).toBe(false);
  });

  it('is a line for each thing that happens, and ends with what --json prints', async () => {
    const reply = 'Noted.\u001b[2J\u2028Tea it is.';
    const { code, stdout, stderr, lines } = await stream({ reply, extraction });
    expect(code).toBe(0);
    expect(stderr).toContain('Likes tea');
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}]/u);
    const types = lines.map(({ type }) => type).filter((type) => type !== 'thinking');
    expect(types[0]).toBe('start');
    expect(types.slice(-3)).toEqual(['reply', 'receipt', 'end']);
    expect(lines[0]).toMatchObject({ user: 'alice', model: 'claude-sonnet-5-5', policy: 'auto' });
    const text = lines.filter(({ type }) => type === 'text').map((line) => line.text);
    expect(text.join('')).toBe(reply);
    expect(lines.at(-1)).toMatchObject({
      reply,
      status: 'answered',
      memory: { added: [{ text: 'Likes tea' }] },
      usage: { requests: 2 },
    });
  });

  it('says what went wrong, in the reply and in the memory behind it', async () => {
    const reply = { text: 'Half', after: 'reset' } as const;
    const broken = await stream({ reply, extraction });
    expect(broken.code).toBe(69);
    const error = broken.lines.find(({ type }) => type === 'error');
    expect(error).toMatchObject({ code: 'api-unavailable' });
    expect(broken.lines.at(-1)).toMatchObject({
      type: 'end',
      status: 'failed',
      reply: 'Half',
      error: { code: 'api-unavailable' },
    });
  });

  it('tells of a failed extraction in its receipt, and exits with 0', async () => {
    const unread = await stream({ extraction: [] });
    expect(unread.code).toBe(0);
    const receipt = unread.lines.find(({ type }) => type === 'receipt');
    expect(receipt).toMatchObject({ error: { code: 'model-output' } });
    expect(unread.lines.at(-1)).toMatchObject({ status: 'answered' });
  });

  it('is one line where it fails before the first: 77', async () => {
    const outcome = await machine.run(['-p', 'x', '--output-format', 'stream-json']);
    expect(outcome.code).toBe(77);
    expect(linesOf(outcome.stdout)).toEqual([
      { type: 'error', code: 'credential', message: expect.stringContaining('No API key') },
    ]);
    expect(outcome.stderr).toContain('No API key');
  });

  it('is refused beside --json, and for a format that is none: 2', async () => {
    const both = await machine.run(['--json', '--output-format', 'json', '--offline', '-p', 'x']);
    const other = await machine.run(['--output-format', 'yaml', '--offline', '-p', 'x']);
    expect([both.code, other.code]).toEqual([2, 2]);
    const json = await machine.run(['--output-format', 'json', '--offline', '-p', 'I like tea.']);
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'answered' });
  });
});
