using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions.Reading;

namespace LitePipeline.Core.Definitions;

/// <summary>Reads what users wrote in JSON into definitions, and refuses what breaks the rules, with all problems at once.</summary>
/// <remarks>
/// The text is UTF-8, with or without a byte order mark; comments are not allowed. Members that are not known are ignored, unless one
/// looks like a slip for a known member. Null and, for texts, the empty string count as absent. The time taken grows with the text only.
/// </remarks>
public static class DefinitionReader
{
    /// <summary>Reads an application's <c>configuration.json</c>.</summary>
    /// <exception cref="DefinitionInvalidException">It is not JSON or breaks the rules.</exception>
    public static ApplicationDefinition ReadApplication(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        return ApplicationReader.Read(document.RootElement);
    }

    /// <summary>Reads an action's <c>output.data</c>.</summary>
    /// <remarks>That the names in <c>condition</c> and <c>to_action</c> are actions of the task, and that no cycle arises, is for the task's graph to check.</remarks>
    /// <exception cref="DefinitionInvalidException">It is not JSON or breaks the rules.</exception>
    public static ActionOutput ReadOutput(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        return OutputReader.Read(document.RootElement);
    }

    /// <summary>Reads a workflow's configuration. An object without any member is one that is still to be written: a workflow without applications.</summary>
    /// <remarks>Whether its applications exist is for the manager to check.</remarks>
    /// <exception cref="DefinitionInvalidException">It is not JSON or breaks the rules; the code is then <see cref="ErrorCode.InvalidParameters"/> and the field <c>configuration</c>.</exception>
    public static WorkflowDefinition ReadWorkflow(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonText.Parse(json);
            return WorkflowReader.Read(document.RootElement);
        }
        catch (DefinitionInvalidException invalid)
        {
            // A workflow is a parameter of a request, not a package.
            throw new DefinitionInvalidException(invalid.Problems, ErrorCode.InvalidParameters) { Field = "configuration" };
        }
    }

    /// <summary>Reads a task input's <c>target_env</c>: by action name what replaces the configuration's. Empty where there is none.</summary>
    /// <remarks>A name need not be one of the application's actions; it may be one that is generated later.</remarks>
    /// <exception cref="DefinitionInvalidException">It breaks the rules.</exception>
    public static IReadOnlyDictionary<string, TargetEnvironment> ReadTargetOverrides(JsonData taskInput)
    {
        var problems = new ProblemList();
        var overrides = TargetReader.ReadOverrides(taskInput, problems);
        problems.ThrowIfAny();
        return overrides;
    }
}
