using System.Diagnostics;
using LitePipeline.Hosting.Executors;

namespace LitePipeline.Hosting.Tests.Executors;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("python3 first.py")]
    [InlineData("  python3\t first.py ")]
    [InlineData("./run 'a b' \"c d\" e\\ f")]
    [InlineData("x '' \"\"")]
    [InlineData("x a'b'\"c\"d")]
    [InlineData("x \"a\\\"b\\\\c\\d\"")]
    [InlineData("x 'a\\b' key=value --k=v")]
    [InlineData("x a#b a~b %!^@")]
    [InlineData("x '$HOME' \\$HOME \\;")]
    [InlineData("dotnet first.dll ünïcode")]
    public void Plain_lines_are_split_as_bash_splits_them(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"printf '%s\\0' {line}"]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        var expected = bash.StandardOutput.ReadToEnd().TrimEnd('\0').Split('\0');
        var words = ShellWords.Split(line)!;
        Assert.Equal(string.Join('\0', expected), string.Join('\0', words).TrimEnd('\0'));
    }

    [Theory]
    [InlineData("a $B")]
    [InlineData("a `b`")]
    [InlineData("a | b")]
    [InlineData("a && b")]
    [InlineData("a; b")]
    [InlineData("a > b")]
    [InlineData("a *.py")]
    [InlineData("a ~/b")]
    [InlineData("a {b,c}")]
    [InlineData("(a)")]
    [InlineData("X=1 a")]
    [InlineData("a \"$B\"")]
    [InlineData("a # b")]
    [InlineData("a [b]")]
    public void Lines_that_need_a_shell_are_left_to_one(string line) => Assert.Null(ShellWords.Split(line));

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    [InlineData("a \\")]
    [InlineData("   ")]
    public void Lines_that_no_shell_takes_are_refused(string line) => Assert.Throws<FormatException>(() => ShellWords.Split(line));
}
