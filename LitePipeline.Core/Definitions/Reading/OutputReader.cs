using System.Text.Json;
using LitePipeline.Core.Actions;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads what an action left in its output file.</summary>
internal static class OutputReader
{
    private static readonly MemberNames Members = new(["data", "actions"]);

    public static ActionOutput Read(JsonElement root)
    {
        var problems = new ProblemList();
        var output = ActionOutput.Empty;
        if (ObjectReader.Open(root, JsonPath.Root, problems, Members, "an object: {\"data\": {...}, \"actions\": [...]}") is { } reader)
        {
            _ = reader.TryObject("data", out var data);
            var actions = ReadActions(reader, problems);
            if (problems.IsEmpty) output = new ActionOutput(data, NamedList.Whole(actions));
        }
        problems.ThrowIfAny();
        return output;
    }

    private static ActionDefinition?[] ReadActions(ObjectReader reader, ProblemList problems)
    {
        if (!reader.Has("actions")) return [];
        if (reader["actions"].ValueKind == JsonValueKind.Array)
            return NamedList.Read(reader["actions"], reader.Path.Member("actions"), problems, ActionReader.ReadGenerated, action => action.Name, "action");
        reader.WrongType("actions", "an array of actions");
        return [];
    }
}
