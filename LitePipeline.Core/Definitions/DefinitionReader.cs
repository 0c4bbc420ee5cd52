using LitePipeline.Core.Actions;

namespace LitePipeline.Core.Definitions;

/// <summary>Reads what users wrote in JSON into definitions, and refuses what breaks the rules, with all problems at once.</summary>
public static class DefinitionReader
{
    /// <summary>Reads an application's <c>configuration.json</c>.</summary>
    /// <exception cref="DefinitionInvalidException">It is not JSON or breaks the rules.</exception>
    public static ApplicationDefinition ReadApplication(ReadOnlyMemory<byte> json) => throw new NotImplementedException();

    /// <summary>Reads an action's <c>output.data</c>.</summary>
    /// <exception cref="DefinitionInvalidException">It is not JSON or breaks the rules.</exception>
    public static ActionOutput ReadOutput(ReadOnlyMemory<byte> json) => throw new NotImplementedException();

    /// <summary>Reads a task input's <c>target_env</c>: by action name what replaces the configuration's. Empty where there is none.</summary>
    /// <exception cref="DefinitionInvalidException">It breaks the rules.</exception>
    public static IReadOnlyDictionary<string, TargetEnvironment> ReadTargetOverrides(JsonData taskInput) => throw new NotImplementedException();
}
