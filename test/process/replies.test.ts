import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { hasTerminal, type Pane } from '../support/tmux.ts';
import { enter, Terminals } from './terminals.ts';

const REPLY = `# Tea

Some **bold** text with \`code\`, a [link](https://a.b) and ~~old~~ words.

1. One
   - two

| 名前 | b |
|---|---|
| 👨\u200d👩\u200d👧 | c |
`;
const LAID_OUT = `Tea

Some bold text with code, a link (https://a.b) and old words.

1. One
   • two

名前 │ b
─────┼──
👨\u200d👩\u200d👧   │ c`;
const UNSTYLED = LAID_OUT.replace('Tea', '# Tea')
  .replace('bold', '**bold**')
  .replace('code', '`code`')
  .replace('old words', '~~old~~ words');

let machine: Machine;
let terminals: Terminals;
let api: MessagesApi;
let reply: Answer;

beforeEach(async () => {
  machine = new Machine();
  terminals = new Terminals(machine);
  reply = { text: REPLY };
  api = await startMessagesApi({ reply: () => reply });
  terminals.env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'test' };
});
afterEach(async () => {
  await terminals.stop();
  await api.close();
  machine[Symbol.dispose]();
});

/** What stands between the message and the next prompt, once that is there. */
async function answerOf(pane: Pane): Promise<string> {
  await enter(pane, 'go');
  const screen = await pane.waitFor(/you> go\n.*\n\nyou>$/s);
  return /you> go\n(.*)\n\nyou>$/s.exec(screen)?.[1] ?? '';
}

describe.skipIf(!hasTerminal())('a reply on a terminal', () => {
  it('is laid out, in colour', async () => {
    const pane = await terminals.chat();
    expect(await answerOf(pane)).toBe(LAID_OUT);
    expect(await pane.colours()).toContain('\x1b[1mbold\x1b[0m');
  });

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['TERM=dumb', { TERM: 'dumb' }],
  ])(
    'with %s is laid out without colour, and keeps the marks that colour stands for',
    async (_, env) => {
      Object.assign(terminals.env, env);
      const pane = await terminals.chat();
      expect(await answerOf(pane)).toBe(UNSTYLED);
      expect(await pane.colours()).not.toContain('\x1b');
    },
  );

  it('with --plain is as the model wrote it', async () => {
    expect(await answerOf(await terminals.chat('--plain'))).toBe(REPLY.trimEnd());
  });

  it('with --accessible or ACCESSIBLE has words and ASCII around it, and nothing is drawn twice', async () => {
    const laidOut = LAID_OUT.replace('•', '-').replaceAll('│', '|').replace('─────┼──', '-----+--');
    expect(await answerOf(await terminals.chat('--accessible'))).toBe(laidOut);
    terminals.env.ACCESSIBLE = '1';
    expect(await answerOf(await terminals.chat())).toBe(laidOut);
    terminals.env.ACCESSIBLE = '0';
    expect(await answerOf(await terminals.chat())).toBe(LAID_OUT);
  });

  it('of -p is laid out there, and as the model wrote it in a pipe', async () => {
    const pane = await terminals.run('-p', 'go');
    expect(await pane.waitFor('[exit 0]')).toBe(`${LAID_OUT}\n[exit 0]`);
    const env = { ...terminals.env, FORCE_COLOR: '1' };
    const piped = await machine.run(['-u', 'alice', '-p', 'go'], { env });
    expect(piped.stdout).toBe(REPLY);
  });

  it('of 10,000 lines comes whole', async () => {
    const lines = Array.from({ length: 10_000 }, (_, line) => `- item **${line}** of a long list`);
    reply = { text: lines.join('\n') };
    const pane = await terminals.chat();
    await enter(pane, 'go');
    const screen = await pane.waitFor(/9999 of a long list\n\nyou>$/);
    const last = Array.from({ length: 40 }, (_, line) => `• item ${9_960 + line} of a long list`);
    expect(screen).toContain(`\n${last.join('\n')}\n\nyou>`);
    reply = { text: 'Short.' };
    expect(await answerOf(pane)).toBe('Short.');
  });

  it('shows control sequences that come byte by byte, and obeys none', async () => {
    const text = [
      'a\x1b]8;;https://evil.example\x07link\x1b]8;;\x07',
      'b\x1b]52;c;aGk=\x07 \x1b]0;title\x07 \x1bP1$r\x1b\\ \x1b_apc\x1b\\',
      'c\u009b2J\u009d0;x\u009c \x1b[2J\x1b[H \x1bc \x07\x08',
      'd\rover \u202eright\u2066 z\u200bw\ufeff \u{e0041}tag',
      '**e\x1b[31m** `\x1b[0m` [f\x1b[1A](https://g\x1b[2K)',
      '',
      '| \x1b[5m |\n|---|\n| \x9b5m |',
    ];
    reply = { text: text.join('\n'), bytewise: true };
    const pane = await terminals.chat();
    expect(await answerOf(pane)).toMatchInlineSnapshot(`
      "a\\u{1b}]8;;https://evil.example\\u{7}link\\u{1b}]8;;\\u{7}
      b\\u{1b}]52;c;aGk=\\u{7} \\u{1b}]0;title\\u{7} \\u{1b}P1$r\\u{1b}\\ \\u{1b}_apc\\u{1b}
      c\\u{9b}2J\\u{9d}0;x\\u{9c} \\u{1b}[2J\\u{1b}[H \\u{1b}c \\u{7}\\u{8}
      d\\u{d}over \\u{202e}right\\u{2066} z\\u{200b}w\\u{feff} \\u{e0041}tag
      e\\u{1b}[31m \\u{1b}[0m [f\\u{1b}1A (https://g\\u{1b}[2K)

      \\u{1b}[5m
      ─────────
      \\u{9b}5m"
    `);
    const colours = await pane.colours();
    for (const code of ['\x1b]', '\x1b[31', '\x1b[5m', '\x1bP', '\x1b_']) {
      expect(colours).not.toContain(code);
    }
  });

  it('that breaks off closes its styles, and says why', async () => {
    reply = { text: '## Head\n\nSome **bold** and `code` and **op', after: 'eof' };
    const pane = await terminals.chat();
    const shown = await answerOf(pane);
    expect(shown).toMatch(/^Head\n\nSome bold and code and \*\*op\nThe .*\.$/s);
    const [, why = ''] = /\*\*op\n(.*)/s.exec(await pane.colours()) ?? [];
    expect(why).toContain('Say it again.');
    for (const code of ['\x1b[1m', '\x1b[3m', '\x1b[4m']) expect(why).not.toContain(code);
  });
});
