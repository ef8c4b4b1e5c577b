import { tables } from './posix.ts';
import type { Place } from './tables.ts';

/** For bash 3.2 and newer; it needs no package of completions. */
export function bashCompletion(places: readonly Place[]): string {
  return `# Completion of memchat for bash. In ~/.bashrc: source <(memchat completion bash)
${tables(places)}
_memchat_offer() {
  local line
  while IFS= read -r line; do
    case "$line" in
      @users)
        while IFS= read -r line; do
          case "$line" in "$2"*) COMPREPLY+=("$(printf '%q' "$line")") ;; esac
        done < <("$1" users list --ids 2>/dev/null)
        ;;
      @files) compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2") ;;
      @folders) compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$2") ;;
      @*) ;;
      "$2"*) COMPREPLY+=("$line") ;;
    esac
  done
}
_memchat() {
  local program="$1" word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at
  COMPREPLY=()
  # --option=value is three words to bash.
  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  at="$(_memchat_path memchat "\${COMP_WORDS[@]:1:COMP_CWORD-1}")"
  if _memchat_value "$at" "$before" >/dev/null; then
    _memchat_offer "$program" "$word" < <(_memchat_value "$at" "$before")
  elif [ "\${word#-}" != "$word" ]; then
    _memchat_offer "$program" "$word" < <(_memchat_options "$at" | cut -d: -f1)
  else
    _memchat_offer "$program" "$word" < <(_memchat_commands "$at" | cut -d: -f1; _memchat_argument "$at")
  fi
}
complete -F _memchat memchat
`;
}
