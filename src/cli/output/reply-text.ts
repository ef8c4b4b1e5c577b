import { Sanitiser } from './sanitise.ts';
import type { Terminal } from './terminal.ts';

/** A reply on its way to stdout. */
export interface ReplyText {
  /** What can be shown by now, of text of the model. */
  push(text: string): string;
  /** The rest; it ends with a line break, unless nothing was shown. What comes next begins anew. */
  end(): string;
}

/** How replies are shown here: laid out on a terminal, else as they are, and always sanitised. */
export async function replyText(
  terminal: Pick<Terminal, 'plain' | 'accessible' | 'colourOfAnswers' | 'columns'>,
): Promise<ReplyText> {
  if (terminal.plain) return new PlainText();
  // Behind the prompt: no start has to wait for it.
  const { MarkdownStream } = await import('./markdown/stream.ts');
  const sanitiser = new Sanitiser();
  const markdown = new MarkdownStream({
    columns: () => terminal.columns(),
    styles: terminal.colourOfAnswers,
    ascii: terminal.accessible,
  });
  return {
    push: (text) => markdown.push(sanitiser.push(text)),
    end: () => markdown.push(sanitiser.end()) + markdown.end(),
  };
}

class PlainText implements ReplyText {
  readonly #sanitiser = new Sanitiser();
  #last = '\n';

  push(text: string): string {
    return this.#note(this.#sanitiser.push(text));
  }

  end(): string {
    const rest = this.#note(this.#sanitiser.end());
    const end = this.#last === '\n' ? '' : '\n';
    this.#last = '\n';
    return rest + end;
  }

  #note(text: string): string {
    this.#last = text.slice(-1) || this.#last;
    return text;
  }
}
