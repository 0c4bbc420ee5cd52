namespace LitePipeline.Cli.Completion;

/// <summary>What the shells run at a Tab: the tool itself, asked by its <c>[suggest]</c> directive, knows what may follow.</summary>
internal static class CompletionScripts
{
    public static string For(string shell) => shell switch
    {
        "zsh" => Zsh,
        "fish" => Fish,
        _ => Bash,
    };

    // Flags are offered once a dash is typed; before, files are, where no word of the tool fits. What is typed is passed whole,
    // because bash breaks words at the colon of HOST:PORT.
    private const string Bash = """
        # bash completion for litepipeline; load it with: source <(litepipeline completion bash)
        _litepipeline() {
            local current="${COMP_WORDS[COMP_CWORD]}" words IFS=$'\n'
            words=$(litepipeline "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            [[ $current == -* ]] || words=$(grep -v '^-' <<<"$words")
            COMPREPLY=($(compgen -W "$words" -- "$current"))
        }
        complete -o default -F _litepipeline litepipeline

        """;

    private const string Zsh = """
        #compdef litepipeline
        # zsh completion for litepipeline; load it with: source <(litepipeline completion zsh)
        _litepipeline() {
            local -a suggestions
            suggestions=(${(f)"$(litepipeline "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"})
            [[ $PREFIX == -* ]] || suggestions=(${suggestions:#-*})
            if (( ${#suggestions} )); then compadd -- $suggestions; else _files; fi
        }
        if [[ $funcstack[1] == _litepipeline ]]; then _litepipeline "$@"; else compdef _litepipeline litepipeline; fi

        """;

    private const string Fish = """
        # fish completion for litepipeline; load it with: litepipeline completion fish | source
        function __litepipeline_suggest
            set -l line (commandline -cp)
            set -l words (litepipeline "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
            string match -q -- '-*' (commandline -ct); and printf '%s\n' $words; or printf '%s\n' $words | string match -v -- '-*'
        end
        complete -c litepipeline -a '(__litepipeline_suggest)'

        """;
}
