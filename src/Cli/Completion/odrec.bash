# Completion of odrec for bash: source <(odrec completion bash)
_odrec() {
  local IFS=$'\n'
  COMPREPLY=($(odrec complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o bashdefault -o default -F _odrec odrec
