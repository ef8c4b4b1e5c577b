import { namesOf, type Place, takenBy, type Values } from './tables.ts';

/** For fish 3 and newer. */
export function fishCompletion([program, ...rest]: readonly Place[]): string {
  if (program === undefined) return '';
  const places = [program, ...rest];
  return `# Completion of memchat for fish, for ~/.config/fish/completions/memchat.fish
function __memchat_path
    set -l at memchat
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
            continue
        end
        switch "$at|$word"
${[...rest.flatMap((place) => skipping(place, `${place.path}|`)), ...skipping(program, '*|')].join('\n')}
${places.flatMap(commandCase).join('\n')}
        end
    end
    echo $at
end
function __memchat_at
    test (__memchat_path) = "$argv"
end
complete -c memchat -f
${optionLines(program, null).join('\n')}
${rest.flatMap((place) => optionLines(place, place.path)).join('\n')}
${places.flatMap(commandLines).join('\n')}
`;
}

function skipping({ options }: Place, before: string): string[] {
  return options.flatMap((option) => {
    if (takenBy(option) === null) return [];
    const patterns = namesOf(option).map((name) => quoted(`${before}${name}`));
    return [`            case ${patterns.join(' ')}`, '                set skip 1'];
  });
}

function commandCase({ path, commands }: Place): string[] {
  return commands.flatMap(({ name }) => [
    `            case ${quoted(`${path}|${name}`)}`,
    `                set at ${quoted(`${path} ${name}`)}`,
  ]);
}

/** `path` null: the options hold behind every command. */
function optionLines({ options }: Place, path: string | null): string[] {
  const where = path === null ? '' : ` -n ${quoted(`__memchat_at ${path}`)}`;
  return options.map((option) => {
    const short = option.short === null ? '' : ` -s ${option.short.slice(1)}`;
    const value = takenBy(option);
    const takes = value === null ? '' : ` -r${offer(value)}`;
    return `complete -c memchat${where}${short} -l ${option.long.slice(2)}${takes} -d ${quoted(option.description)}`;
  });
}

function commandLines({ path, commands, argument }: Place): string[] {
  const where = ` -n ${quoted(`__memchat_at ${path}`)}`;
  const lines = commands.map(
    ({ name, summary }) => `complete -c memchat${where} -a ${quoted(name)} -d ${quoted(summary)}`,
  );
  const values = argument === null ? '' : offer(argument);
  return values === '' ? lines : [...lines, `complete -c memchat${where}${values}`];
}

function offer(values: Values): string {
  switch (values.kind) {
    case 'words':
      return ` -f -a ${quoted(values.words.join(' '))}`;
    case 'users':
      return " -f -a '(memchat users list --ids 2>/dev/null)'";
    case 'folders':
      return " -f -a '(__fish_complete_directories)'";
    case 'files':
      return ' -F';
    case 'anything':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
