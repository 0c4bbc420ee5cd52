using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads an application's configuration and checks what concerns all of its actions together.</summary>
internal static class ApplicationReader
{
    private static readonly MemberNames Members = new(
        ["actions", "output_action", "event_actions", "max_running_tasks"],
        ("output", "output_action"), ("events", "event_actions"), ("max_tasks", "max_running_tasks"), ("max_running", "max_running_tasks"), ("concurrency", "max_running_tasks"));
    private static readonly MemberNames Events = new(
        [ApplicationDefinition.SuccessEvent, ApplicationDefinition.FailEvent],
        ("succeeded", "success"), ("ok", "success"), ("failed", "fail"), ("failure", "fail"), ("error", "fail"), ("kill", "fail"));

    // Looking for a similar name costs as much as there are names.
    private const int MostNamesToSuggestFrom = 1000;

    public static ApplicationDefinition Read(JsonElement root)
    {
        var problems = new ProblemList();
        var reader = ObjectReader.Open(root, JsonPath.Root, problems, Members, "an object with 'actions' and 'output_action'");
        var actions = reader is null ? [] : ReadActions(reader, problems);
        var places = reader is null ? [] : NamesAsWritten(reader["actions"]);
        CheckConditions(actions, places, JsonPath.Root.Member("actions"), problems);
        var events = reader?.OpenMember("event_actions", Events, "an object with 'success' or 'fail'");
        var onSuccess = ReadEvent(events, ApplicationDefinition.SuccessEvent, problems);
        var onFail = ReadEvent(events, ApplicationDefinition.FailEvent, problems);
        var output = reader is null ? null : ReadOutputAction(reader, places);
        var maxRunningTasks = reader is null ? null : ReadMaxRunningTasks(reader);
        problems.ThrowIfAny();
        return new ApplicationDefinition
        {
            Actions = ActionList.Whole(actions),
            OutputAction = output!,
            MaxRunningTasks = maxRunningTasks,
            OnSuccess = onSuccess,
            OnFail = onFail,
        };
    }

    private static ActionDefinition?[] ReadActions(ObjectReader reader, ProblemList problems)
    {
        var element = reader["actions"];
        if (!reader.Has("actions")) reader.Report("actions", "is missing; list the application's actions: [{\"name\": \"first\", \"main\": \"python first.py\"}].");
        else if (element.ValueKind != JsonValueKind.Array) reader.WrongType("actions", "an array of actions");
        else if (element.GetArrayLength() == 0) reader.Report("actions", "is empty; an application has at least one action.");
        else
        {
            return ActionList.Read(element, reader.Path.Member("actions"), problems, ActionReader.ReadConfigured);
        }
        return [];
    }

    private static ActionDefinition? ReadEvent(ObjectReader? events, string name, ProblemList problems) =>
        events is not null && events.Has(name) ? ActionReader.ReadEvent(events[name], events.Path.Member(name), name, problems) : null;

    private static string? ReadOutputAction(ObjectReader reader, Dictionary<string, int> places)
    {
        if (!reader.TryText("output_action", out var output)) return null;
        if (output is null) reader.Report("output_action", "is missing; name the action whose output is the application's output.");
        // Where no action has a name, that is the problem to solve first.
        else if (places.Count > 0 && !places.ContainsKey(output))
            reader.Report("output_action", $"names '{output}', which is not one of the actions{Hint(output, places.Keys)}");
        return output;
    }

    private static int? ReadMaxRunningTasks(ObjectReader reader)
    {
        if (!reader.TryNumber("max_running_tasks", out var number) || number is not { } given) return null;
        if (given is >= 1 and <= ActionLimits.MaxRunningTasks && double.IsInteger(given)) return (int)given;
        reader.Report("max_running_tasks", $"is {reader.Written("max_running_tasks")}, must be a whole number from 1 to {ActionLimits.MaxRunningTasks}; leave it out for any number of tasks.");
        return null;
    }

    private static void CheckConditions(ActionDefinition?[] actions, Dictionary<string, int> places, JsonPath path, ProblemList problems)
    {
        var conditions = new int[actions.Length][];
        for (var i = 0; i < actions.Length; i++) conditions[i] = actions[i] is { } action ? Resolve(action, i, places, path, problems) : [];
        foreach (var cycle in ConditionCycles.Find(conditions))
        {
            var first = actions[cycle[0]]!;
            var next = actions[cycle[1]]!.Name;
            problems.Add(
                path.Item(cycle[0]).Member("condition").Item(first.Condition.IndexOf(next)),
                $"closes a cycle, in which no action could ever start: {ConditionCycles.Describe(cycle, i => actions[i]!.Name)} (each waits for the next); remove one of these conditions.");
        }
    }

    private static int[] Resolve(ActionDefinition action, int self, Dictionary<string, int> places, JsonPath path, ProblemList problems)
    {
        var earlier = new List<int>(action.Condition.Length);
        for (var i = 0; i < action.Condition.Length; i++)
        {
            var name = action.Condition[i];
            if (name.Length == 0 || name == action.Name) continue;
            if (places.TryGetValue(name, out var place))
            {
                if (place != self) earlier.Add(place);
            }
            else problems.Add(path.Item(self).Member("condition").Item(i), $"names '{name}', which is not one of the actions{Hint(name, places.Keys)}");
        }
        return [.. earlier];
    }

    /// <summary>All names, those of actions that could not be read too: a condition on such an action is not wrong as well.</summary>
    private static Dictionary<string, int> NamesAsWritten(JsonElement array)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        if (array.ValueKind != JsonValueKind.Array) return places;
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name"u8, out var name)
                && name.ValueKind == JsonValueKind.String && JsonText.TryGetString(name, out var text)) places.TryAdd(text, index);
            index++;
        }
        return places;
    }

    private static string Hint(string name, Dictionary<string, int>.KeyCollection names) =>
        names.Count <= MostNamesToSuggestFrom && Spelling.Nearest(name, names) is { } near ? $"; did you mean '{near}'?" : "; name one of them.";
}
