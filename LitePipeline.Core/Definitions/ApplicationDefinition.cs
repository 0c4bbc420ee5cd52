using System.Collections.Immutable;

namespace LitePipeline.Core.Definitions;

/// <summary>An application's <c>configuration.json</c>.</summary>
public sealed record ApplicationDefinition
{
    /// <summary>The actions, in the order that they were written.</summary>
    public required ImmutableArray<ActionDefinition> Actions { get; init; }

    /// <summary>The action whose output is the application's output.</summary>
    public required string OutputAction { get; init; }

    /// <summary>How many tasks of the application may run at once; null for any number.</summary>
    public int? MaxRunningTasks { get; init; }

    /// <summary>A JSON schema of a task's input, by which the manager checks it and from which the viewer makes a form; empty for none.</summary>
    public JsonData InputSchema { get; init; }

    /// <summary>Runs after the task's actions have all succeeded; named <see cref="SuccessEvent"/>. Null for none.</summary>
    public ActionDefinition? OnSuccess { get; init; }

    /// <summary>Runs after the task has failed or was stopped; named <see cref="FailEvent"/>. Null for none.</summary>
    public ActionDefinition? OnFail { get; init; }

    /// <summary>The name of the event action after success; no other action may have it.</summary>
    public const string SuccessEvent = "success";

    /// <summary>The name of the event action after failure; no other action may have it.</summary>
    public const string FailEvent = "fail";
}
