using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads an array of actions whose names must differ.</summary>
internal static class ActionList
{
    public delegate ActionDefinition? ReadItem(JsonElement element, JsonPath path, ProblemList problems);

    /// <summary>Reads the actions; null stands for one that was reported and cannot be used.</summary>
    public static ActionDefinition?[] Read(JsonElement array, JsonPath path, ProblemList problems, ReadItem readItem)
    {
        var actions = new ActionDefinition?[array.GetArrayLength()];
        var places = new Dictionary<string, int>(actions.Length, StringComparer.Ordinal);
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var at = path.Item(index);
            var action = readItem(element, at, problems);
            if (action is not null && !places.TryAdd(action.Name, index))
                problems.Add(at.Member("name"), $"is '{action.Name}', the name of {path.Item(places[action.Name])} too; give each action its own name.");
            actions[index++] = action;
        }
        return actions;
    }

    /// <summary>The actions, once it is known that nothing is wrong.</summary>
    public static ImmutableArray<ActionDefinition> Whole(ActionDefinition?[] actions) => [.. actions.Select(action => action!)];
}
