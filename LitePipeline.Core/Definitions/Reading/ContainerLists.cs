using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads the lists and maps of run arguments, which may be written either way.</summary>
internal static class ContainerLists
{
    /// <summary>An array of texts (or numbers).</summary>
    public static ImmutableArray<string> Texts(ObjectReader reader, string name)
    {
        if (!reader.Has(name)) return [];
        if (reader[name].ValueKind == JsonValueKind.Array) return Items(reader, name);
        reader.WrongType(name, "an array of strings");
        return [];
    }

    /// <summary>An array of texts, or one text that is split at its spaces.</summary>
    public static ImmutableArray<string> TextOrTexts(ObjectReader reader, string name)
    {
        if (!reader.Has(name) || reader[name].ValueKind != JsonValueKind.String) return Texts(reader, name);
        return reader.TryText(name, out var text) && text is not null ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [];
    }

    /// <summary>An object, or an array of texts that hold name and value; as the latter.</summary>
    public static ImmutableArray<string> Pairs(ObjectReader reader, string name, char separator)
    {
        if (!reader.Has(name) || reader[name].ValueKind != JsonValueKind.Object) return Texts(reader, name);
        return [.. Map(reader, name).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}{separator}{pair.Value}")];
    }

    /// <summary>An object whose values are texts (or numbers and flags), or an array of names.</summary>
    public static ImmutableDictionary<string, string> Map(ObjectReader reader, string name)
    {
        var map = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!reader.Has(name)) return map.ToImmutable();
        if (reader[name].ValueKind == JsonValueKind.Array)
        {
            foreach (var item in Items(reader, name)) map[item] = "";
        }
        else if (reader[name].ValueKind != JsonValueKind.Object) reader.WrongType(name, "an object, or an array of strings");
        else
        {
            foreach (var property in reader[name].EnumerateObject())
            {
                if (Plain(property.Value) is { } value) map[JsonText.NameOf(property)] = value;
                else reader.Report(name, $"has a value for '{JsonText.NameOf(property)}' that is {ObjectReader.Kind(property.Value)}; give a string.");
            }
        }

        return map.ToImmutable();
    }

    private static ImmutableArray<string> Items(ObjectReader reader, string name)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        var index = 0;
        foreach (var item in reader[name].EnumerateArray())
        {
            if (Plain(item) is { } text) items.Add(text);
            else reader.ReportItem(name, index, $"is {ObjectReader.Kind(item)}, must be a string.");
            index++;
        }

        return items.ToImmutable();
    }

    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonText.TryGetString(value, out var text) && !text.Contains('\0') ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Null => "",
        _ => null,
    };
}
