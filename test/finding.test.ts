import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, shellCommand, worstOf } from '../src/finding.ts';

/** What a shell makes of a command's words. */
function wordsIn(command: string): string[] {
  const out = execFileSync('bash', ['-c', `printf '%s\\0' ${command}`]).toString();
  return out.split('\0').slice(0, -1);
}

describe('a command to paste', () => {
  const hostile = [
    '/home/alice/sessions/alice.json',
    '/tmp/with space',
    "/tmp/it's",
    '/tmp/$(touch x) `id` "$HOME" !! \\ ; & | > *',
    '/tmp/\x1b]0;title\x07\x1b[31mred',
    '/tmp/two\nlines\r',
    '/tmp/\u202egnp.exe',
    '/tmp/Zoë 日本 👩‍👧',
    '~',
    '',
  ];

  it('gives the shell the words that were meant, and the terminal nothing to act on', () => {
    const command = shellCommand(hostile, 'linux') ?? '';
    expect(wordsIn(command)).toEqual(hostile);
    expect(command).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('does so for any names', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .filter((text) => !/[\0\ufffd]/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 20, maxLength: 60 }), (names) => {
        expect(wordsIn(shellCommand(names, 'linux') ?? '')).toEqual(names);
      }),
      { numRuns: 20 },
    );
  });

  it('is not made up for a name whose bytes are not known', () => {
    expect(shellCommand(['rm', '/tmp/\ufffd'])).toBe(null);
  });

  it('quotes for PowerShell on Windows', () => {
    expect(shellCommand(['rm', "C:\\it's here"], 'win32')).toBe("rm 'C:\\it''s here'");
  });
});

describe('the verdict', () => {
  it('is the worst that was found', () => {
    const [ok, note, warning, problem] = (['ok', 'note', 'warning', 'problem'] as const).map(
      (status) => finding('lock', status, ''),
    );
    if (!ok || !note || !warning || !problem) throw new Error('not arranged');
    expect(worstOf([])).toBe('ok');
    expect(worstOf([ok, note])).toBe('note');
    expect(worstOf([ok, problem, warning])).toBe('problem');
  });
});
