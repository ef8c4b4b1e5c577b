import type { CommandTree, OptionTree } from './command-tree.ts';
import { programTree } from './options.ts';
import { COMMANDS, KEYS, usageOf } from './repl/commands.ts';

/** All that can be typed, as Markdown: from the program's own commands, so that it never drifts. */
export function commandsPage(): string {
  const program = programTree('');
  const parts = [
    '# Commands',
    'Made by `npm run docs` from the commands themselves: change them, not this page.',
    '## In a conversation',
    table(['type', 'for'], [...COMMANDS.map((each) => [usageOf(each), each.summary]), ...KEYS]),
    '## On the command line',
    ...sections(program, ''),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sections(tree: CommandTree, above: string): string[] {
  const path = `${above}${tree.name}`;
  const { description, usage, options, commands } = tree;
  const examples = tree.examples.replace(/^Examples:\n/, '').replace(/^ {2}/gm, '');
  const [calls = '', ...notes] = examples.split('\n\n');
  return [
    `### ${path}`,
    sentence(description),
    ...(calls === '' ? [] : [fenced(calls)]),
    ...notes.map((note) => note.trim()),
    `Usage: \`${path} ${usage}\``,
    ...(options.length === 0 ? [] : [table(['option', 'does'], options.map(optionRow))]),
    ...commands.flatMap((command) => sections(command, `${path} `)),
  ];
}

function optionRow({ flags, description, choices }: OptionTree): string[] {
  const among = choices.length === 0 ? '' : `: one of ${choices.join(', ')}`;
  return [flags, `${description}${among}`];
}

/** Ready to paste: what a line does is a comment. */
function fenced(text: string): string {
  const lines = text.trimEnd().replace(/^(.*?\S {2,}) (?=\S)/gm, '$1# ');
  return `\`\`\`sh\n${lines}\n\`\`\``;
}

/** The first cell of each row is code. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/[<>]/g, '\\$&')).join(' | ')} |`;
  const body = rows.map(
    ([code = '', ...cells]) => `| \`${code.replaceAll('|', '\\|')}\` ${line(cells)}`,
  );
  return [line(head), `|${head.map(() => '---|').join('')}`, ...body].join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
