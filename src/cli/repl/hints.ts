import type { Changes } from '../../memory/changes.ts';

/** What a person can do about a receipt, each told once in a conversation: then they know it. */
export class Hints {
  readonly #told = new Set<string>();

  /** The commands for these changes that were not told of yet. */
  of({ added, replaced, retired, proposed }: Changes): string[] {
    const hints: string[] = [];
    if (added.length + replaced.length + retired.length > 0) hints.push('/undo');
    if (proposed.length > 0) hints.push('/review');
    const fresh = hints.filter((hint) => !this.#told.has(hint));
    for (const hint of fresh) this.#told.add(hint);
    return fresh;
  }
}
