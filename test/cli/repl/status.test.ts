import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DisplayWishes, terminalOf } from '../../../src/cli/output/terminal.ts';
import { Status } from '../../../src/cli/repl/status.ts';

describe('the status line', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  function pass(milliseconds: number): void {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      now += 500;
      vi.advanceTimersByTime(500);
    }
  }

  function status(columns = 80, wishes: DisplayWishes = {}, quiet = false) {
    const tty = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns });
    const terminal = terminalOf(
      { stdin: tty, stdout: tty, stderr: tty },
      { noColor: '1', ...wishes },
    );
    const line = new Status(terminal, { quiet, now: () => now });
    return { line, written: () => tty.read() ?? '' };
  }

  it('counts the seconds of each wait, and is gone when it is hidden', () => {
    const { line, written } = status();
    line.wait('thinking');
    expect(written()).toBe('\r\x1b[K…thinking');
    pass(2_000);
    line.wait('thinking');
    expect(written()).toBe('\r\x1b[K…thinking 1 s\r\x1b[K…thinking 2 s');
    line.wait('recalling');
    expect(written()).toBe('\r\x1b[K\r\x1b[K…recalling');
    line.hide();
    expect(written()).toBe('\r\x1b[K');
    pass(5_000);
    line.hide();
    expect(written()).toBe('');
  });

  it('makes room for what is printed, and counts on', () => {
    const { line, written } = status();
    line.wait('thinking');
    pass(1_000);
    written();
    line.around(() => expect(written()).toBe('\r\x1b[K'));
    expect(written()).toBe('\r\x1b[K…thinking 1 s');
    pass(1_000);
    expect(written()).toBe('\r\x1b[K…thinking 2 s');
  });

  it('never takes more than a line', () => {
    const { line, written } = status(8);
    line.show('remembering… Ctrl-C skips');
    expect(written()).toBe('\r\x1b[Kremembe');
  });

  it.each([
    ['accessible', { accessible: true }, false],
    ['dumb', { term: 'dumb' }, false],
    ['quiet', {}, true],
  ] as const)('says nothing of what is waited for when %s', (_, wishes, quiet) => {
    const { line, written } = status(80, wishes, quiet);
    line.wait('thinking');
    pass(3_000);
    line.hide();
    expect(written()).toBe('');
  });
});
