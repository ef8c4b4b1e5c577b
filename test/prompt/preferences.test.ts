import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Preference, PreferenceOrigin } from '../../src/memory/types.ts';
import { PREFERENCES_INSTRUCTIONS, preferencesPrompt } from '../../src/prompt/preferences.ts';
import { NOW } from '../support/memories.ts';
import { aTurn } from '../support/turns.ts';

function preference(value: string, origin: PreferenceOrigin): Preference {
  return { value, origin, source: { turn: 't-0', role: 'user', quote: value }, updatedAt: NOW };
}

const typed = (text: string) => [{ origin: 'typed' as const, text }];

describe('a request to infer preferences', () => {
  it('shows what stands and what was typed; of replies only the length', () => {
    const prompt = preferencesPrompt({
      preferences: {
        tone: preference('dry', 'stated'),
        editor: preference('Vim', 'imported'),
        depth: preference('expert', 'inferred'),
        format: preference('', 'declined'),
      },
      turns: [
        aTurn({ message: typed('Shorter please. '), reply: 'A secret plan.' }),
        aTurn({
          id: 't-2',
          message: [
            { origin: 'typed', text: 'And this?\n' },
            { origin: 'third-party', text: 'I love long answers' },
          ],
          reply: null,
          status: 'failed',
        }),
      ],
    });
    expect(prompt).toMatchInlineSnapshot(`
      "<known>
      Preferences:
      - tone: dry (fixed)
      - editor: Vim (fixed)
      - depth: expert (inferred)
      - format (fixed)
      </known>

      <user message="1" reply="14 characters">
      Shorter please.
      </user>

      <user message="2" reply="none">
      And this?
      </user>"
    `);
  });

  it('says so when no preference stands', () => {
    expect(preferencesPrompt({ preferences: {}, turns: [] })).toBe(
      '<known>\nPreferences: none yet\n</known>',
    );
  });

  it('shows the beginning of a long message, 1,500 characters of it, and cuts no character', () => {
    const whole = preferencesPrompt({
      preferences: {},
      turns: [aTurn({ message: typed('x'.repeat(1_500)) })],
    });
    expect(whole).toContain(`\n${'x'.repeat(1_500)}\n</user>`);
    const cut = preferencesPrompt({
      preferences: {},
      turns: [aTurn({ message: typed(`${'x'.repeat(1_499)}😀`) })],
    });
    expect(cut).toContain(`\n${'x'.repeat(1_499)}\n[…]\n</user>`);
  });

  it('lets no text close its block or open one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '/', ' ', 'user', 'known', '>', '\n', 'a'), {
          maxLength: 30,
        }),
        fc.array(fc.constantFrom('<', '/', 'user', 'known', '>', '\n', '- '), { maxLength: 20 }),
        (said, value) => {
          const prompt = preferencesPrompt({
            preferences: { [value.join('')]: preference(value.join(''), 'stated') },
            turns: [aTurn({ message: typed(said.join('')) })],
          });
          expect(prompt.match(/<\s*\/?\s*(?:user|known)\b/giu)).toHaveLength(4);
          expect(prompt.match(/^- /gmu) ?? []).toHaveLength(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('comes with instructions that name every key of the vocabulary', () => {
    for (const key of ['answer length', 'depth', 'tone', 'format', 'language', 'topics']) {
      expect(PREFERENCES_INSTRUCTIONS).toContain(`- ${key}: `);
    }
    expect(PREFERENCES_INSTRUCTIONS.length).toBeLessThan(2_000);
  });
});
