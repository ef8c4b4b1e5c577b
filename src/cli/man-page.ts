import { EXIT_CODES } from '../errors.ts';
import type { CommandTree, OptionTree } from './command-tree.ts';
import { programTree } from './options.ts';

/**
 * The manual of a version as man(7) source, made from the commands of the program. `date` is the day
 * of the release, `2026-03-01`, or empty before it: the same release gives the same bytes.
 */
export function manual(version: string, date: string): string {
  return manPage(programTree(version), version, date);
}

function manPage(tree: CommandTree, version: string, date: string): string {
  const { name, description, options, commands, examples } = tree;
  return [
    `.TH ${name.toUpperCase()} 1 "${roff(date)}" "${name} ${roff(version)}" "User Commands"`,
    '.SH NAME',
    `${name} \\- ${roff(lowered(description))}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    roff(tree.usage),
    '.SH DESCRIPTION',
    roff(description),
    'Without a command it talks with you; what it remembers of you is one readable JSON file.',
    '.SH OPTIONS',
    ...options.flatMap(optionLines),
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandLines(command, name)),
    '.SH EXAMPLES',
    ...exampleLines(examples),
    '.SH EXIT STATUS',
    ...exitLines(),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([variable, meaning]) => ['.TP', `.B ${roff(variable)}`, roff(meaning)]),
    '.SH FILES',
    ...FILES.flatMap(([file, meaning]) => ['.TP', `.I ${roff(file)}`, roff(meaning)]),
    '',
  ].join('\n');
}

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN', 'the credential; it goes before a saved one'],
  ['ANTHROPIC_BASE_URL', 'as --base-url'],
  ['MEMCHAT_MODEL, MEMCHAT_MEMORY_MODEL', 'as --model and --memory-model'],
  ['MEMCHAT_SESSIONS', 'as --sessions'],
  ['MEMCHAT_STORE', 'as --store: where a password in the address is not seen by others'],
  ['MEMCHAT_MEMORY', 'as --memory'],
  ['MEMCHAT_BUDGET', 'as --budget'],
  ['MEMCHAT_RETAIN_DAYS', 'facts untouched for so many days are retired'],
  ['HTTP_PROXY, HTTPS_PROXY, NO_PROXY', 'proxies'],
  ['NO_COLOR, FORCE_COLOR, TERM', 'colour, and whether the terminal is a dumb one'],
];

const FILES: readonly (readonly [string, string])[] = [
  [
    '~/.local/share/memchat/sessions/USER.json',
    'the memory of a user; or in ./sessions where memchat init has marked it',
  ],
  ['~/.config/memchat/config.json', 'what memchat setup keeps'],
];

function optionLines({ flags, description, choices }: OptionTree): string[] {
  const among = choices.length === 0 ? '' : ` One of ${choices.join(', ')}.`;
  return ['.TP', `.B ${roff(flags)}`, roff(`${sentence(description)}${among}`)];
}

function commandLines(command: CommandTree, above: string): string[] {
  const { options, commands, description, examples } = command;
  const path = `${above} ${command.name}`;
  const own =
    commands.length > 0
      ? []
      : [
          '.TP',
          `.B ${roff(`${path} ${command.usage}`)}`,
          roff(sentence(description)),
          '.RS',
          ...exampleLines(examples),
          ...options.flatMap(optionLines),
          '.RE',
        ];
  return [...own, ...commands.flatMap((each) => commandLines(each, path))];
}

function exampleLines(examples: string): string[] {
  const lines = examples.split('\n').filter((line) => line !== '' && line !== 'Examples:');
  return ['.nf', ...lines.map((line) => roff(line.replace(/^ {2}/, ''))), '.fi'];
}

/** By number, with the codes that `--json` names. */
function exitLines(): string[] {
  const codes = new Map<number, string[]>();
  for (const [code, exit] of Object.entries(EXIT_CODES)) {
    codes.set(exit, [...(codes.get(exit) ?? []), code]);
  }
  const failures = [...codes]
    .sort(([a], [b]) => a - b)
    .flatMap(([exit, names]) => ['.TP', `.B ${exit}`, roff(names.join(', '))]);
  return ['.TP', '.B 0', 'ok', ...failures];
}

function lowered(text: string): string {
  return text.replace(/^A (?=[a-z])/, 'a ').replace(/\.$/, '');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Text that groff prints as it is, on one line. */
function roff(text: string): string {
  const plain = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\x20-\x7e]/gu, (character) => `\\[u${hex(character)}]`);
  return plain.replace(/^[.']/, '\\&$&');
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
