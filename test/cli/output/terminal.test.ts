import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  type DisplayWishes,
  dim,
  terminalOf,
  wantsColour,
} from '../../../src/cli/output/terminal.ts';

describe('colour', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { noColor: '1' }, false],
    [true, { noColor: '' }, true],
    [true, { term: 'dumb' }, false],
    [false, { forceColor: '1' }, true],
    [false, { forceColor: '' }, true],
    [true, { forceColor: '0' }, false],
    [true, { forceColor: 'false' }, false],
    [true, { noColor: '1', forceColor: '1' }, true],
    [true, { forceColor: '1', flag: false }, false],
  ])('on a terminal (%s) with %j: %s', (isTerminal, wishes, colour) => {
    expect(wantsColour(isTerminal, wishes)).toBe(colour);
  });

  it('dims each line by itself, or nothing', () => {
    expect(dim('a\n\nb', true)).toBe('\x1b[2ma\x1b[22m\n\n\x1b[2mb\x1b[22m');
    expect(dim('a', false)).toBe('a');
  });
});

describe('the terminal', () => {
  it('is interactive only where stdin and stdout are both terminals', () => {
    const tty = Object.assign(new PassThrough(), { isTTY: true, columns: 132 });
    const pipe = new PassThrough();
    const of = (stdin: PassThrough, stdout: PassThrough) =>
      terminalOf({ stdin, stdout, stderr: tty }, {});
    expect(of(tty, tty).interactive).toBe(true);
    expect(of(tty, pipe).interactive).toBe(false);
    expect(of(pipe, tty).interactive).toBe(false);
    expect(of(pipe, pipe).colour).toBe(true);
    expect(of(tty, tty).columns()).toBe(132);
  });

  it('shows replies as they are where they go elsewhere, or that is asked for', () => {
    const tty = Object.assign(new PassThrough(), { isTTY: true });
    const pipe = new PassThrough();
    const to = (stdout: PassThrough, wishes: DisplayWishes) =>
      terminalOf({ stdin: tty, stdout, stderr: tty }, wishes);
    expect(to(tty, {})).toMatchObject({ plain: false, accessible: false, colourOfAnswers: true });
    expect(to(pipe, {})).toMatchObject({ plain: true, colourOfAnswers: false, colour: true });
    expect(to(tty, { plain: true, accessible: true })).toMatchObject({
      plain: true,
      accessible: true,
    });
    expect(to(tty, { noColor: '1' })).toMatchObject({ plain: false, colourOfAnswers: false });
  });

  it('is 80 columns wide where nobody knows', () => {
    const pipe = new PassThrough();
    expect(terminalOf({ stdin: pipe, stdout: pipe, stderr: pipe }, {}).columns()).toBe(80);
  });
});
