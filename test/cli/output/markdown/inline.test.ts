import { describe, expect, it } from 'vitest';
import { named, rendered } from './rendered.ts';

function shown(markdown: string): string {
  return named(rendered(markdown, { styles: true, columns: 200 })).trimEnd();
}

describe('marks within a paragraph', () => {
  it.each([
    [
      '**strong** and *emphasis* and ~~struck~~',
      '<1>strong<0> and <3>emphasis<0> and <9>struck<0>',
    ],
    ['__strong__ and _emphasis_', '<1>strong<0> and <3>emphasis<0>'],
    [
      '***both*** **bold with *more* in it**',
      '<1;3>both<0> <1>bold with<0><1> <0><1;3>more<0><1> in it<0>',
    ],
    ['*a **b***', '<3>a<0><3> <0><1;3>b<0>'],
    ['*one**two*', '<3>one**two<0>'],
    ['un**bold**ed', 'un**bold**ed'],
    ['这是**强调：**文字', '这是<1>强调：<0>文字'],
    ['2 * 3 * 4, 5*3*2, 2**3**4', '2 * 3 * 4, 5*3*2, 2**3**4'],
    ['snake_case_name and __init__.py_', 'snake_case_name and <1>init<0>.py_'],
    ['**not closed', '**not closed'],
    ['not opened** and * alone', 'not opened** and * alone'],
    ['**a *b** c*', '<3>a b c<0>'],
    ['~5 to ~6', '~5 to ~6'],
    ['\\*no emphasis\\* \\[x\\] \\# C:\\dir', '*no emphasis* [x] # C:\\dir'],
    ['****', '<2>────────────────────────────────────────────────────────────<0>'],
    [`a ${'*'.repeat(40)} b`, `a ${'*'.repeat(40)} b`],
  ])('%j is shown as %j', (markdown, text) => {
    expect(shown(markdown)).toBe(text);
  });

  it.each([
    ['`code`', '<36>code<0>'],
    ['`` a ` b ``', '<36>a ` b<0>'],
    ['`*no* [link](x)`', '<36>*no* [link](x)<0>'],
    ['**bold `a**b` bold**', '<1>bold<0><1> <0><1;36>a**b<0><1> bold<0>'],
    ['`not closed and *em*', '`not closed and <3>em<0>'],
    ['``', '``'],
    ['a `b', 'a `b'],
  ])('of code, %j is shown as %j', (markdown, text) => {
    expect(shown(markdown)).toBe(text);
  });

  it.each([
    ['[text](https://a.b)', '<4>text<0><2> (https://a.b)<0>'],
    ['[https://a.b](https://a.b)', '<4>https://a.b<0>'],
    [
      '[**bold** text](https://a.b "A title")',
      '<1;4>bold<0><4> text<0><2> (https://a.b) "A title"<0>',
    ],
    ['[a](<b c>) [d](e_(f)_g)', '<4>a<0><2> (b c)<0> <4>d<0><2> (e_(f)_g)<0>'],
    ['![a cat](cat.png) ![](dog.png)', 'a cat<2> (cat.png)<0> <2>dog.png<0>'],
    ['[![alt](image)](page)', '<4>alt<0><2;4> (image)<0><2> (page)<0>'],
    ['[1] and [not](a link) and [x]()', '[1] and [not](a link) and [x]()'],
    ['[open', '[open'],
    ['[text](https://a.b', '[text](https://a.b'],
    ['[a\nb](c)', '<4>a<0>\n<4>b<0><2> (c)<0>'],
    ['<https://a.b> <b>x</b> &lt;', '<https://a.b> <b>x</b> &lt;'],
    ['[bank.com](https://evil.example)', '<4>bank.com<0><2> (https://evil.example)<0>'],
  ])('of links, %j is shown as %j', (markdown, text) => {
    expect(shown(markdown)).toBe(text);
  });

  it('an open mark waits for 500 characters, and is text then', () => {
    const text = 'word '.repeat(120);
    expect(shown(`*${text}end*`)).toMatch(/^\*word [^<]*end\*$/);
    expect(shown(`\`${text}end\` x`)).toMatch(/^`word [^<]*end` x$/);
    expect(shown(`*${'word '.repeat(20)}end*`)).toMatch(/^<3>word /);
  });

  it('without styles, marks of emphasis and code stay, and the rest is as ever', () => {
    const markdown = '**a** _b_ ~~c~~ `d` [e](f) \\*g';
    expect(rendered(markdown)).toBe('**a** _b_ ~~c~~ `d` e (f) *g\n');
  });
});
