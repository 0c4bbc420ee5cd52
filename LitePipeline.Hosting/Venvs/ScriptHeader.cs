using System.Text;

namespace LitePipeline.Hosting.Venvs;

/// <summary>The first lines of a script in a venv's <c>bin</c>: they name the venv's Python in full.</summary>
internal static class ScriptHeader
{
    // Older kernels read no more of a first line.
    private const int LongestFirstLine = 127;

    // Where the path is longer or has a blank, installers write these lines: for sh they start Python on this same file, for Python
    // they are a text that nobody uses.
    private const string ShellBegin = "#!/bin/sh\n'''exec' ";
    private const string ShellEnd = " \"$0\" \"$@\"\n' '''\n";

    /// <summary>The script for a venv that moved from one folder to another; null for what does not begin with the old folder's Python.</summary>
    public static byte[]? Move(ReadOnlySpan<byte> script, string from, string to)
    {
        if (!script.StartsWith("#!"u8)) return null;
        var length = LengthOfHeader(script);
        return Parse(Encoding.UTF8.GetString(script[..length]), from) is var (python, arguments)
            ? [.. Encoding.UTF8.GetBytes(Write($"{to}/bin/{python}", arguments)), .. script[length..]]
            : null;
    }

    private static int LengthOfHeader(ReadOnlySpan<byte> script)
    {
        var lines = script.StartsWith(Encoding.UTF8.GetBytes(ShellBegin)) ? 3 : 1;
        var length = 0;
        for (var line = 0; line < lines; line++)
        {
            var end = script[length..].IndexOf((byte)'\n');
            length = end < 0 ? script.Length : length + end + 1;
        }

        return length;
    }

    private static (string Python, string Arguments)? Parse(string header, string from)
    {
        var shell = header.StartsWith(ShellBegin, StringComparison.Ordinal) && header.EndsWith(ShellEnd, StringComparison.Ordinal);
        var command = shell ? header[ShellBegin.Length..^ShellEnd.Length] : header[2..].Trim();
        var quote = command.Length > 0 && command[0] is '"' or '\'' ? command[..1] : "";
        var begin = $"{quote}{from}/bin/";
        if (!command.StartsWith(begin, StringComparison.Ordinal)) return null;
        var rest = command[begin.Length..];
        var end = quote.Length > 0 ? rest.IndexOf(quote[0], StringComparison.Ordinal) : rest.IndexOfAny([' ', '\t']);
        var (python, arguments) = end < 0 ? (rest, "") : (rest[..end], rest[(end + quote.Length)..]);
        return PythonName.Matches(python) ? (python, arguments) : null;
    }

    private static string Write(string python, string arguments)
    {
        var line = $"#!{python}{arguments}\n";
        if (Encoding.UTF8.GetByteCount(line) <= LongestFirstLine && !python.Any(char.IsWhiteSpace)) return line;
        var escaped = string.Concat(python.Select(letter => letter is '"' or '$' or '`' or '\\' ? $"\\{letter}" : letter.ToString()));
        return $"{ShellBegin}\"{escaped}\"{arguments}{ShellEnd}";
    }
}
