# Completion of odrec for zsh, after compinit: source <(odrec completion zsh)
_odrec() {
  local -a found=("${(@f)$(odrec complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $found[1] ]]; then compadd -- $found; else _files; fi
}
compdef _odrec odrec
