using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads an application's configuration and checks what concerns all of its actions together.</summary>
internal static class ApplicationReader
{
    /// <summary>The events, which a workflow has as well.</summary>
    public static readonly MemberNames Events = new(
        [ApplicationDefinition.SuccessEvent, ApplicationDefinition.FailEvent],
        ("succeeded", "success"), ("ok", "success"), ("failed", "fail"), ("failure", "fail"), ("error", "fail"), ("kill", "fail"));

    private static readonly MemberNames Members = new(
        ["actions", "output_action", "event_actions", "max_running_tasks", "input_schema"],
        ("output", "output_action"), ("events", "event_actions"), ("max_tasks", "max_running_tasks"), ("max_running", "max_running_tasks"), ("concurrency", "max_running_tasks"),
        ("schema", "input_schema"), ("input_data_schema", "input_schema"), ("json_schema", "input_schema"));

    public static ApplicationDefinition Read(JsonElement root)
    {
        var problems = new ProblemList();
        var reader = ObjectReader.Open(root, JsonPath.Root, problems, Members, "an object with 'actions' and 'output_action'");
        var actions = reader is null ? [] : ReadActions(reader, problems);
        var places = reader is null ? [] : NamedList.NamesAsWritten(reader["actions"]);
        ConditionRules.Check(
            Array.ConvertAll(actions, action => action is null ? (ConditionRules.Item?)null : new(action.Name, action.Condition)),
            places, JsonPath.Root.Member("actions"), problems, "action");
        var events = reader?.OpenMember("event_actions", Events, "an object with 'success' or 'fail'");
        var onSuccess = ReadEvent(events, ApplicationDefinition.SuccessEvent, problems);
        var onFail = ReadEvent(events, ApplicationDefinition.FailEvent, problems);
        var output = reader is null ? null : ReadOutputAction(reader, places);
        var maxRunningTasks = reader is null ? null : ReadMaxRunningTasks(reader);
        var inputSchema = reader is null ? default : ReadInputSchema(reader);
        problems.ThrowIfAny();
        return new ApplicationDefinition
        {
            Actions = NamedList.Whole(actions),
            OutputAction = output!,
            MaxRunningTasks = maxRunningTasks,
            InputSchema = inputSchema,
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
            return NamedList.Read(element, reader.Path.Member("actions"), problems, ActionReader.ReadConfigured, action => action.Name, "action");
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
            reader.Report("output_action", $"names '{output}', which is not one of the actions{ConditionRules.Hint(output, places.Keys)}");
        return output;
    }

    private static int? ReadMaxRunningTasks(ObjectReader reader)
    {
        if (!reader.TryNumber("max_running_tasks", out var number) || number is not { } given) return null;
        if (given is >= 1 and <= ActionLimits.MaxRunningTasks && double.IsInteger(given)) return (int)given;
        reader.Report("max_running_tasks", $"is {reader.Written("max_running_tasks")}, must be a whole number from 1 to {ActionLimits.MaxRunningTasks}; leave it out for any number of tasks.");
        return null;
    }

    // Whoever checks inputs by it reads the rest; a schema that could fit no input at all is told here.
    private static JsonData ReadInputSchema(ObjectReader reader)
    {
        if (!reader.TryObject("input_schema", out var schema)) return default;
        if (reader.Has("input_schema") && JsonText.TryGetMember(reader["input_schema"], "type", out var type) && !MayBeObject(type))
            reader.Report("input_schema", "describes no object, but a task's input is one; its type is \"object\".");
        return schema;
    }

    private static bool MayBeObject(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => IsObject(type),
        JsonValueKind.Array => type.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && IsObject(one)),
        _ => false,
    };

    private static bool IsObject(JsonElement text) => JsonText.TryGetString(text, out var name) && name == "object";
}
