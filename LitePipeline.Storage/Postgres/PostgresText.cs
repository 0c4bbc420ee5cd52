using System.Buffers;
using System.Text;

namespace LitePipeline.Storage.Postgres;

/// <summary>Text as .NET has it in columns of PostgreSQL, which has no NUL: that stands as U+0010 0, and U+0010 itself as U+0010 1. Half a character becomes U+FFFD, as it does in SQLite.</summary>
internal static class PostgresText
{
    private const char Escape = '\u0010';

    private static readonly SearchValues<char> Escaped = SearchValues.Create('\0', Escape);

    public static string Encode(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return !text.AsSpan().ContainsAny(Escaped)
            ? text
            : text.Replace($"{Escape}", $"{Escape}1", StringComparison.Ordinal).Replace("\0", $"{Escape}0", StringComparison.Ordinal);
    }

    public static string Decode(string text) => !text.Contains(Escape, StringComparison.Ordinal)
        ? text
        : text.Replace($"{Escape}0", "\0", StringComparison.Ordinal).Replace($"{Escape}1", $"{Escape}", StringComparison.Ordinal);
}
