import { namesOf, type Place, takenBy, type Values } from './tables.ts';

/**
 * The functions that bash and zsh share: what can stand behind a command (`_memchat_commands`,
 * `_memchat_options`, `_memchat_argument`) and behind an option of it (`_memchat_value`, which fails
 * for one that takes nothing), and where a line of words has come to (`_memchat_path`).
 */
export function tables([program, ...rest]: readonly Place[]): string {
  if (program === undefined) return '';
  const places = [program, ...rest];
  return `_memchat_commands() {
  case "$1" in
${cases(places, ({ commands }) => commands.map(({ name, summary }) => `${name}:${summary}`).join('\n'))}
  esac
}
_memchat_options() {
  case "$1" in
${cases(rest, ({ options }) => described(options))}
  esac
  printf '%s\\n' ${quoted(described(program.options))}
}
_memchat_argument() {
  case "$1" in
${cases(rest, ({ argument }) => (argument === null ? '' : wordOf(argument)))}
  esac
}
_memchat_value() {
  case "$1|$2" in
${[...rest.flatMap((place) => values(place, `${place.path}|`)), ...values(program, '*|')].join('\n')}
    *) return 1 ;;
  esac
}
_memchat_path() {
  local at="$1" word skip=
  shift
  for word in "$@"; do
    if [ -n "$skip" ]; then
      skip=
    elif [ "\${word#-}" != "$word" ]; then
      if _memchat_value "$at" "$word" >/dev/null; then skip=1; fi
    elif _memchat_commands "$at" | grep -q "^$word:"; then
      at="$at $word"
    fi
  done
  printf '%s' "$at"
}
`;
}

function described(options: Place['options']): string {
  return options
    .flatMap((option) => namesOf(option).map((name) => `${name}:${option.description}`))
    .join('\n');
}

function cases(places: readonly Place[], textOf: (place: Place) => string): string {
  return places
    .flatMap((place) => {
      const text = textOf(place);
      return text === '' ? [] : [`    ${quoted(place.path)}) printf '%s\\n' ${quoted(text)} ;;`];
    })
    .join('\n');
}

function values({ options }: Place, before: string): string[] {
  return options.flatMap((option) => {
    const value = takenBy(option);
    if (value === null) return [];
    const pattern = namesOf(option)
      .map((name) => (before === '*|' ? `*${quoted(`|${name}`)}` : quoted(`${before}${name}`)))
      .join('|');
    return [`    ${pattern}) printf '%s\\n' ${quoted(wordOf(value))} ;;`];
  });
}

/** The words themselves, each on a line; or what the shell is to look up, behind an @. */
function wordOf(values: Values): string {
  return values.kind === 'words' ? values.words.join('\n') : `@${values.kind}`;
}

/** Text as a shell reads it back: it does nothing in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
