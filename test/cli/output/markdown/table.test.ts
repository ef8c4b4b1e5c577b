import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../../src/cli/output/width.ts';
import { named, rendered, stream } from './rendered.ts';

const PEOPLE = `| Name | Role | 説明 |
|:-----|:----:|-----:|
| Alice | Nurse | 看護師 |
| Bob 👨\u200d👩\u200d👧\u200d👦 | \`a \\| b\` | 長い説明がここに入ります |
`;

describe('a table', () => {
  it('has its columns aligned by what they take on the terminal', () => {
    expect(rendered(PEOPLE)).toMatchInlineSnapshot(`
      "Name   │  Role   │                     説明
      ───────┼─────────┼─────────────────────────
      Alice  │  Nurse  │                   看護師
      Bob 👨‍👩‍👧‍👦 │ \`a | b\` │ 長い説明がここに入ります
      "
    `);
  });

  it('wraps its cells where it is too wide, with lines between its rows', () => {
    const shown = rendered(PEOPLE, { columns: 36 });
    expect(shown).toMatchInlineSnapshot(`
      "Name   │  Role   │              説明
      ───────┼─────────┼──────────────────
      Alice  │  Nurse  │            看護師
      ───────┼─────────┼──────────────────
      Bob 👨‍👩‍👧‍👦 │ \`a | b\` │  長い説明がここに
             │         │          入ります
      "
    `);
    for (const line of shown.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(36);
  });

  it('is told row by row where there is no room for columns', () => {
    expect(rendered(PEOPLE, { columns: 20 })).toMatchInlineSnapshot(`
      "Name: Alice
      Role: Nurse
      説明: 看護師

      Name: Bob 👨‍👩‍👧‍👦
      Role: \`a | b\`
      説明: 長い説明がここ
      に入ります
      "
    `);
  });

  it('has a bold head and faint borders, and styles in its cells', () => {
    const markdown = '| a | b |\n|---|---|\n| **c** | [d](e) |\n';
    expect(named(rendered(markdown, { styles: true }))).toMatchInlineSnapshot(`
      "<1>a<0> <2>│<0> <1>b<0>
      <2>──┼──────<0>
      <1>c<0> <2>│<0> <4>d<0><2> (e)<0>
      "
    `);
  });

  it('is printed when it ends', () => {
    const table = stream();
    expect(table.push('| a | b |\n|---|---|\n| c | d |\n')).toBe('');
    expect(table.push('t')).toBe('a │ b\n──┼──\nc │ d\nt');
  });

  it('may have too few cells, and too many', () => {
    expect(rendered('|a|b|\n|-|-|\n|1|\n|1|2|3|\n||\n')).toBe(
      'a │ b │\n──┼───┼──\n1 │   │\n1 │ 2 │ 3\n  │   │\n',
    );
    expect(rendered('| a |\n|---|\n')).toBe('a\n─\n');
    expect(rendered('| a |\n|---|\n', { columns: 1 })).toBe('a\n─\n');
  });

  it('stands in what it is in', () => {
    expect(rendered('- x\n\n  | a |\n  |---|\n  | b |\n- y')).toBe('• x\n\n  a\n  ─\n  b\n• y\n');
    expect(rendered('> | a |\n> |---|\n', { ascii: true })).toBe('> a\n> -\n');
  });

  it('is none without the line below its head', () => {
    expect(rendered('| a | b |\n| c | d |\ntext')).toBe('| a | b |\n| c | d |\ntext\n');
    expect(rendered('text\n| a |\n| b |\n|---|\n')).toBe('text\n| a |\nb\n─\n');
    expect(rendered('| a |\n\n|---|\n')).toBe('| a |\n\n|---|\n');
    expect(rendered('|')).toBe('|\n');
  });

  it('that is huge keeps its columns, and goes on row by row', () => {
    const table = stream();
    table.push('| n | text |\n|---|---|\n');
    for (let row = 0; row < 200; row += 1) table.push(`| ${row} | a |\n`);
    expect(table.push('| 200 | more than before |\n')).toBe(
      '200 │ more\n    │ than\n    │ befo\n    │ re\n',
    );
  });
});
