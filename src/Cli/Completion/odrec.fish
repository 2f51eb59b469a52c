# Completion of odrec for fish: odrec completion fish | source
function __odrec_complete
    set -l before (commandline --current-process --tokenize --cut-at-cursor)
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l found (odrec complete -- $before[2..] "$typed" 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path "$typed"
    end
end
complete --command odrec --no-files --arguments '(__odrec_complete)'
