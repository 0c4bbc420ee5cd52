using System.Text;

namespace LitePipeline.Hosting.Executors;

/// <summary>Splits a command line as bash would, as long as it asks for nothing that only a shell can do.</summary>
internal static class ShellWords
{
    private const string Syntax = "$`|&;<>*?(){}[]\n";

    /// <summary>Returns the words, or null where a shell is needed.</summary>
    /// <exception cref="FormatException">A quote is not closed, or there is no word.</exception>
    public static List<string>? Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var index = 0; index < line.Length; index++)
        {
            var letter = line[index];
            if (letter is ' ' or '\t')
            {
                if (inWord) words.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }
            if (Syntax.Contains(letter) || (!inWord && letter is '~' or '#')) return null;
            if (letter == '=' && words.Count == 0 && IsName(word)) return null;
            inWord = true;
            switch (letter)
            {
                case '\'':
                    index = TakeSingleQuoted(line, index, word);
                    break;
                case '"':
                    index = TakeDoubleQuoted(line, index, word);
                    if (index < 0) return null;
                    break;
                case '\\':
                    if (++index < line.Length) word.Append(line[index]);
                    else throw new FormatException("the backslash at its end escapes nothing");
                    break;
                default:
                    word.Append(letter);
                    break;
            }
        }
        if (inWord) words.Add(word.ToString());
        return words.Count > 0 ? words : throw new FormatException("it is empty");
    }

    /// <summary>Whether the line begins by setting a variable.</summary>
    public static bool BeginsWithAssignment(string line)
    {
        var start = line.TrimStart();
        var end = start.IndexOf('=', StringComparison.Ordinal);
        return end > 0 && IsName(new StringBuilder(start, 0, end, end));
    }

    private static int TakeSingleQuoted(string line, int open, StringBuilder word)
    {
        var close = line.IndexOf('\'', open + 1);
        if (close < 0) throw new FormatException("the quote ' is not closed");
        word.Append(line, open + 1, close - open - 1);
        return close;
    }

    // Returns the closing quote's place, or -1 where a shell is needed.
    private static int TakeDoubleQuoted(string line, int open, StringBuilder word)
    {
        for (var index = open + 1; index < line.Length; index++)
        {
            var letter = line[index];
            if (letter == '"') return index;
            if (letter is '$' or '`') return -1;
            if (letter == '\\' && index + 1 < line.Length && line[index + 1] is '$' or '`' or '"' or '\\') letter = line[++index];
            word.Append(letter);
        }
        throw new FormatException("the quote \" is not closed");
    }

    private static bool IsName(StringBuilder word)
    {
        if (word.Length == 0 || char.IsAsciiDigit(word[0])) return false;
        for (var index = 0; index < word.Length; index++)
            if (!char.IsAsciiLetterOrDigit(word[index]) && word[index] != '_') return false;
        return true;
    }
}
