namespace LitePipeline.Cli.Tests.Completion;

/// <summary>What a Tab offers, asked of the shells themselves.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-completion-");

    public CompletionTests()
    {
        var tool = Path.Combine(_folder.FullName, "litepipeline");
        File.WriteAllText(tool, $"#!/bin/sh\nexec dotnet '{ToolProcess.Assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(_folder.FullName, "alone.zip"), "");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string[]> AskAsync(string shell, string script)
    {
        using var asked = ToolProcess.Run("env", _folder.FullName, [$"PATH={_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}", shell, .. shell == "zsh" ? (string[])["-f"] : [], "-c", script]);
        await asked.ExitAsync();
        return asked.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    // As bash calls it: the words so far, the last one unfinished.
    private Task<string[]> BashAsync(string line) => AskAsync("bash", $$"""
        source <(litepipeline completion bash)
        COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"
        [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _litepipeline; echo "${COMPREPLY[*]}"
        """);

    // As zsh calls it from its line editor, with what it would add said instead.
    private Task<string[]> ZshAsync(string line) => AskAsync("zsh", $$"""
        autoload -Uz compinit; compinit -D -u
        source <(litepipeline completion zsh)
        compadd() { shift; print -- $@ }; _files() { print FILES }
        BUFFER='{{line}}'; CURSOR=${#BUFFER}; PREFIX=${BUFFER##* }; _litepipeline
        """);

    private Task<string[]> FishAsync(string line) => AskAsync("fish", $"litepipeline completion fish | source; complete -C '{line}'");

    private Task<string[]> TabAsync(string shell, string line) => shell switch
    {
        "bash" => BashAsync(line),
        "zsh" => ZshAsync(line),
        _ => FishAsync(line),
    };

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_tab_offers_commands_flags_and_words(string shell)
    {
        Assert.Equal(["task"], await TabAsync(shell, "litepipeline ta"));
        Assert.Equal(["logs"], await TabAsync(shell, "litepipeline 127.0.0.1:8000 task lo"));
        Assert.Equal(["--stage", "--status"], await TabAsync(shell, "litepipeline 127.0.0.1:8000 task list --st"));
        Assert.Equal(["pending"], await TabAsync(shell, "litepipeline 127.0.0.1:8000 task list -s pen"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Where_a_file_may_follow_no_word_stands_in_its_way(string shell)
    {
        var offered = await TabAsync(shell, "litepipeline 127.0.0.1:8000 app create -f al");
        Assert.True(offered is [] or ["FILES"] or ["alone.zip"], string.Join(' ', offered));
    }

    [Fact]
    public async Task A_shell_that_is_not_known_is_refused() => Assert.Contains("'tcsh'", (await Ran.ToolAsync("completion", "tcsh")).Error);
}
