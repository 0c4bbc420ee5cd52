using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using LitePipeline.Core;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>Writes records as text, a member a line: what differs is what a failed comparison shows.</summary>
internal static class Text
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case string words: text.Append('"').Append(words).Append('"'); break;
            // What counts is the moment, not the zone that it was given in.
            case DateTimeOffset time: text.Append(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)); break;
            case JsonData { IsEmpty: true }: text.Append("nothing"); break;
            case JsonData or Enum or IFormattable: text.Append(value); break;
            case bool flag: text.Append(flag); break;
            case IEnumerable list: WriteList(text, list, depth); break;
            case var id when id.GetType().GetInterfaces().Any(type => type.Name.StartsWith("IGuidId", StringComparison.Ordinal)): text.Append(id); break;
            default: WriteMembers(text, value, depth); break;
        }
    }

    private static void WriteList(StringBuilder text, IEnumerable list, int depth)
    {
        // An array that was never set is one without items.
        if (list is ImmutableArray<DateTimeOffset> { IsDefault: true }) list = Array.Empty<object>();
        text.Append('[');
        foreach (var item in list)
        {
            NewLine(text, depth + 1);
            Write(text, item, depth + 1);
        }

        text.Append(']');
    }

    private static void WriteMembers(StringBuilder text, object value, int depth)
    {
        foreach (var member in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            NewLine(text, depth);
            text.Append(member.Name).Append(": ");
            Write(text, member.GetValue(value), depth + 1);
        }
    }

    private static void NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', depth * 2);
}
