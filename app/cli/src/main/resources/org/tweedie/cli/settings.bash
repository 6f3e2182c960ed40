
# Settings PATH=VALUE of --set: first sections, then what is set in them. bash takes an equals sign
# for the border of two words, and replaces what stands behind it alone.
_tweedie_settings=(
__settings__
)

function _tweedie_complete_settings() {
  local back=0 i typed="" setting section last=""
  for i in 1 2 3; do
    if (( COMP_CWORD >= i )) && [[ "${COMP_WORDS[COMP_CWORD - i]}" == "--set" ]]; then
      back=$i
      break
    fi
  done
  if (( back == 0 )) || { (( back > 1 )) && [[ "${COMP_WORDS[COMP_CWORD - back + 2]}" != "=" ]]; }; then
    _complete_tweedie
    return
  fi
  for (( i = COMP_CWORD - back + 1; i <= COMP_CWORD; i++ )); do
    typed+="${COMP_WORDS[i]}"
  done
  COMPREPLY=()
  for setting in "${_tweedie_settings[@]}"; do
    [[ "$setting" == "$typed"* ]] || continue
    if [[ "$typed" != *[.=]* ]]; then
      section="${setting%%[.=]*}"
      setting="${setting:0:${#section}+1}"
    fi
    if (( back > 1 )); then
      setting="${setting#*=}"
    fi
    [[ "$setting" == "$last" || -z "$setting" ]] || COMPREPLY+=("$setting")
    last="$setting"
  done
  if (( ${#COMPREPLY[@]} > 0 )) && [[ "${COMPREPLY[0]}" == *[.=] ]]; then
    type compopt &>/dev/null && compopt -o nospace
  fi
}

complete -F _tweedie_complete_settings -o default tweedie tweedie.sh tweedie.bash
