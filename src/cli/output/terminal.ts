import type { Readable, Writable } from 'node:stream';

/** Standard input; the optional parts are there when it is a terminal. */
export type TerminalInput = Readable & {
  isTTY?: boolean;
  setRawMode?: (raw: boolean) => unknown;
};

/** Standard output or error; the optional parts are there when it is a terminal. */
export type TerminalOutput = Writable & { isTTY?: boolean; columns?: number; rows?: number };

export interface Terminal {
  stdin: TerminalInput;
  stdout: TerminalOutput;
  stderr: TerminalOutput;
  /** A person is there: stdin and stdout are both terminals. */
  interactive: boolean;
  /** The terminal understands no control sequences at all (TERM=dumb). */
  dumb: boolean;
  /** Colour and dim may be used on stderr, where all but answers goes. */
  colour: boolean;
  /** Colour and styles may be used on stdout, where answers go. */
  colourOfAnswers: boolean;
  /** Answers are printed as the model wrote them: it was asked for, or stdout is no terminal. */
  plain: boolean;
  /** Nothing that moves or is drawn again, and words instead of glyphs: for screen readers. */
  accessible: boolean;
  /** The width now, in columns; 80 where it is not known. */
  columns(): number;
}

/** What the environment and the command line say about colour, as they stand. */
export interface ColourWishes {
  /** `NO_COLOR`: no colour when not empty (no-color.org). */
  noColor?: string | undefined;
  /** `FORCE_COLOR`: `0` and `false` are no, any other value is yes. It goes before `NO_COLOR`. */
  forceColor?: string | undefined;
  /** `TERM`: `dumb` is no colour. */
  term?: string | undefined;
  /** `--no-color`: goes before everything. */
  flag?: boolean | undefined;
}

/** What is asked for beside colour; default false. */
export interface DisplayWishes extends ColourWishes {
  /** `--plain`. */
  plain?: boolean | undefined;
  /** `--accessible` or `ACCESSIBLE`. */
  accessible?: boolean | undefined;
}

/** Whether to colour a stream: by the wishes, else when it is a terminal. */
export function wantsColour(isTerminal: boolean, wishes: ColourWishes): boolean {
  if (wishes.flag !== undefined) return wishes.flag;
  if (wishes.forceColor !== undefined) return !['0', 'false'].includes(wishes.forceColor);
  if (wishes.noColor) return false;
  return isTerminal && wishes.term !== 'dumb';
}

/** The terminal behind three streams. */
export function terminalOf(
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
  wishes: DisplayWishes,
): Terminal {
  const { stdin, stdout, stderr } = streams;
  return {
    stdin,
    stdout,
    stderr,
    interactive: stdin.isTTY === true && stdout.isTTY === true,
    dumb: wishes.term === 'dumb',
    colour: wantsColour(stderr.isTTY === true, wishes),
    colourOfAnswers: wantsColour(stdout.isTTY === true, wishes),
    plain: wishes.plain === true || stdout.isTTY !== true,
    accessible: wishes.accessible === true,
    columns: () => stdout.columns || stderr.columns || 80,
  };
}

/** Columns of a stream; null: it is no terminal, and nothing is cut. */
export function widthOf({ isTTY, columns }: TerminalOutput): number | null {
  return isTTY === true ? columns || 80 : null;
}

/** The text in faint letters, each line by itself; unchanged without colour. */
export function dim(text: string, colour: boolean): string {
  return colour ? text.replace(/[^\n]+/g, '\x1b[2m$&\x1b[22m') : text;
}
