using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads an array of actions, or of applications, whose names must differ.</summary>
internal static class NamedList
{
    /// <summary>Reads the items; null stands for one that was reported and cannot be used.</summary>
    /// <param name="array">The array.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="readItem">Reads one item.</param>
    /// <param name="nameOf">An item's name.</param>
    /// <param name="noun">What an item is, for the reports.</param>
    public static T?[] Read<T>(
        JsonElement array, JsonPath path, ProblemList problems, Func<JsonElement, JsonPath, ProblemList, T?> readItem, Func<T, string> nameOf, string noun)
        where T : class
    {
        var items = new T?[array.GetArrayLength()];
        var places = new Dictionary<string, int>(items.Length, StringComparer.Ordinal);
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var at = path.Item(index);
            var item = readItem(element, at, problems);
            if (item is not null && !places.TryAdd(nameOf(item), index))
                problems.Add(at.Member("name"), $"is '{nameOf(item)}', the name of {path.Item(places[nameOf(item)])} too; give each {noun} its own name.");
            items[index++] = item;
        }
        return items;
    }

    /// <summary>All names as they are written, those of items that could not be read too: what refers to such an item is not wrong as well.</summary>
    public static Dictionary<string, int> NamesAsWritten(JsonElement array)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        if (array.ValueKind != JsonValueKind.Array) return places;
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object && JsonText.TryGetMember(element, "name", out var name)
                && name.ValueKind == JsonValueKind.String && JsonText.TryGetString(name, out var text)) places.TryAdd(text, index);
            index++;
        }
        return places;
    }

    /// <summary>The items, once it is known that nothing is wrong.</summary>
    public static ImmutableArray<T> Whole<T>(T?[] items) where T : class => [.. items.Select(item => item!)];
}
