using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tasks;

/// <summary>What a task's own input asks of nodes, by action.</summary>
internal static class TaskTargets
{
    /// <summary>Reads the targets, null for none; says why they cannot be.</summary>
    public static Refusal? Read(JsonData input, out IReadOnlyDictionary<string, TargetEnvironment>? targets)
    {
        try
        {
            targets = Of(input);
            return null;
        }
        catch (DefinitionInvalidException invalid)
        {
            targets = null;
            return new Refusal(ErrorCode.InvalidParameters, invalid.Message, "input_data.target_env");
        }
    }

    /// <summary>Reads the targets of an input that was accepted.</summary>
    public static IReadOnlyDictionary<string, TargetEnvironment>? Of(JsonData input)
    {
        // Most inputs have none, and need not be parsed to know.
        if (input.Utf8.Span.IndexOf("\"target_env\""u8) < 0) return null;
        var targets = DefinitionReader.ReadTargetOverrides(input);
        return targets.Count == 0 ? null : targets;
    }
}
