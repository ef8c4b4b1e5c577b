import { fact, memoryOf } from '../../test/support/memories.ts';
import type { Answer, ApiRequest } from '../../test/support/messages-api.ts';
import { isStructured } from '../../test/support/messages-api.ts';
import { added, extraction } from '../../test/support/scripted-model.ts';

const DAY = 86_400_000;

/** Alice as she was three days ago. */
export function alice(now: number): string {
  const at = (days: number): string => new Date(now - days * DAY).toISOString();
  const told = (id: string, tag: string, text: string, quote: string, days: number) =>
    fact(text, {
      id,
      tag,
      recordedAt: at(days),
      source: { turn: `t-${id.slice(2)}`, role: 'user', quote },
    });
  const memory = memoryOf({
    name: 'Alice',
    summary: 'Alice is a nurse in Hamburg. She lives with her dog Bello.',
    sessionCount: 11,
    createdAt: at(200),
    lastSeen: at(3),
    keyFacts: [
      told('f-7kq2m8x4wz1c', 'work', 'Works the night shift as a nurse', 'I do nights', 120),
      told('f-3hd9p5t6vb2n', 'diet', 'Is a vegetarian', "I'm a vegetarian", 90),
      told('f-9xw4c7r1kj8s', 'diet', 'Is allergic to nuts', 'nuts could kill me', 90),
    ],
  });
  return `${JSON.stringify(memory, null, 2)}\n`;
}

/** A conversation of some months ago, as lines of a transcript. */
export const LISBON = [
  { speaker: 'Alice', text: 'The best part of Lisbon was that tiny bakery, Padaria Aurora.' },
  { speaker: 'Tom', text: 'The one with the orange cakes? I remember.' },
]
  .map((said) => JSON.stringify({ session: 1, at: '2026-03-08T18:20:00Z', ...said }))
  .join('\n');

export const SHIFT = 'I work the morning shift now, and on Tuesdays my sister Ana takes Bello.';
export const DINNER = 'What could I cook on Tuesday, in twenty minutes?';
export const BAKERY = 'And what was that bakery in Lisbon called?';

const DINNER_REPLY = `### Chickpea curry, 20 minutes

Vegetarian, and without a single nut:

| minute | what | how much |
|---:|---|---|
| 0 | fry an onion, ginger, cumin | 1, a thumb, 1 tsp |
| 5 | chickpeas and tomatoes | a tin each |
| 12 | spinach, coconut milk | 100 g, 200 ml |

- Put the **rice** on first, it takes as long as the rest.
- Coconut is *no nut* to most people with your allergy; ask if you are not sure.

A timer for your terminal:

\`\`\`sh
sleep 20m && printf '\\a' && echo "Dinner, Alice!"
\`\`\`
`;

const USAGE = {
  input_tokens: 214,
  output_tokens: 96,
  cache_read_input_tokens: 1_480,
  cache_creation_input_tokens: 0,
};

/** What the models answer. The last question is never answered: the picture is taken while it waits. */
export function answer(request: ApiRequest): Answer {
  if (isStructured(request))
    return { text: learned(request), usage: { input_tokens: 902, output_tokens: 88 } };
  const said = JSON.stringify(request.body.messages);
  if (said.includes('tool_result')) return { hold: new Promise(() => {}) };
  if (said.includes(BAKERY)) {
    const input = { query: 'bakery in Lisbon' };
    return { calls: [{ id: 'toolu_1', name: 'recall_memory', input }], usage: USAGE };
  }
  if (said.includes(DINNER)) return { text: pieces(DINNER_REPLY), usage: USAGE };
  const text =
    'Mornings must feel like another life. Bello gets his Tuesdays at Ana’s, and you get yours.\n';
  return { text: pieces(text), usage: USAGE };
}

function learned({ body }: ApiRequest): string {
  if (!JSON.stringify(body.messages).includes(SHIFT)) return extraction();
  const shift = added('Works the morning shift', 'I work the morning shift now', 'work');
  const ana = added(
    'Sister Ana takes Bello on Tuesdays',
    'on Tuesdays my sister Ana takes Bello',
    'family',
  );
  return extraction({ facts: [{ ...shift, op: 'replace', target: 1 }, ana] });
}

function pieces(text: string): string[] {
  return text.match(/\S*\s*/g)?.filter((piece) => piece !== '') ?? [];
}
