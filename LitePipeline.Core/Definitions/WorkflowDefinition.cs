using System.Collections.Immutable;
using LitePipeline.Core.Applications;

namespace LitePipeline.Core.Definitions;

/// <summary>A workflow's configuration.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>The applications, in the order that they were written.</summary>
    public required ImmutableArray<WorkflowApplication> Applications { get; init; }

    /// <summary>Starts after all have succeeded; null for none.</summary>
    public AppId? OnSuccess { get; init; }

    /// <summary>Starts after one has failed or the work was stopped; null for none.</summary>
    public AppId? OnFail { get; init; }
}

/// <summary>One application of a workflow.</summary>
/// <param name="Name">Its name, unique in the workflow; its task has the same.</param>
/// <param name="Application">The application.</param>
/// <param name="Condition">The names of those that must have succeeded before this one starts.</param>
public sealed record WorkflowApplication(string Name, AppId Application, ImmutableArray<string> Condition);
