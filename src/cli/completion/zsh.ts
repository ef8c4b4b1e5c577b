import { tables } from './posix.ts';
import type { Place } from './tables.ts';

/** For zsh 5 and newer, as a file in \$fpath or sourced behind compinit. */
export function zshCompletion(places: readonly Place[]): string {
  return `#compdef memchat
# Completion of memchat for zsh. In ~/.zshrc, behind compinit: source <(memchat completion zsh)
${tables(places)}
_memchat_offer() {
  local kind="\${1:-}" program="$2"
  case "$kind" in
    @users) compadd -- \${(f)"$("$program" users list --ids 2>/dev/null)"} ;;
    @files) _files ;;
    @folders) _files -/ ;;
    ''|@*) _message 'a value' ;;
    *) compadd -- \${(f)kind} ;;
  esac
}
_memchat() {
  local program="$words[1]" word="$words[CURRENT]" before="$words[CURRENT-1]" at
  at="$(_memchat_path memchat "\${(@)words[2,CURRENT-1]}")"
  if _memchat_value "$at" "$before" >/dev/null; then
    _memchat_offer "$(_memchat_value "$at" "$before")" "$program"
  elif [[ "$word" == --*=* ]] && _memchat_value "$at" "\${word%%=*}" >/dev/null; then
    compset -P '*='
    _memchat_offer "$(_memchat_value "$at" "\${word%%=*}")" "$program"
  elif [[ "$word" == -* ]]; then
    local -a options
    options=(\${(f)"$(_memchat_options "$at")"})
    _describe -o option options
  else
    local -a commands
    commands=(\${(f)"$(_memchat_commands "$at")"})
    if (( \${#commands} )); then
      _describe command commands
    else
      _memchat_offer "$(_memchat_argument "$at")" "$program"
    fi
  fi
}
if [ "\${funcstack[1]:-}" = _memchat ]; then _memchat "$@"; else compdef _memchat memchat; fi
`;
}
