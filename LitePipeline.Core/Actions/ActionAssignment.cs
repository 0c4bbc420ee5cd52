using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Services;

namespace LitePipeline.Core.Actions;

/// <summary>All that a node needs to run one attempt.</summary>
public sealed record ActionAssignment
{
    /// <summary>The attempt.</summary>
    public required AttemptKey Attempt { get; init; }

    /// <summary>The action as written; its <see cref="ActionDefinition.InputData"/> is a generated action's own input.</summary>
    public required ActionDefinition Action { get; init; }

    /// <summary>The application.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required AppId Application { get; init; }

    /// <summary>The package of the version that the task runs.</summary>
    public required PackageReference Package { get; init; }

    /// <summary>The package of the venv that the action's <c>env</c> names by its id, in the version that is current at the start; null for none.</summary>
    public PackageReference? Venv { get; init; }

    /// <summary>The registry that images come from, unless the node has its own; null for none.</summary>
    public string? DockerRegistry { get; init; }

    /// <summary>The task's name.</summary>
    public required string TaskName { get; init; }

    /// <summary>When the task was accepted: the workspace lies under this date.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateTimeOffset TaskCreatedAt { get; init; }

    /// <summary>The task's input, an object.</summary>
    // Required when read, so it must be written even when nothing was given.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required JsonData TaskInput { get; init; }

    /// <summary>The output data of each action in this one's condition.</summary>
    public ImmutableArray<ConditionData> Conditions { get; init; } = [];

    /// <summary>For an event action: the results of all actions by name, an object.</summary>
    public JsonData EventResult { get; init; }

    /// <summary>The service that the task belongs to: its workspace is the service's.</summary>
    public ServiceId? Service { get; init; }
}

/// <summary>What an earlier action left for a later one.</summary>
/// <param name="Action">The earlier action's name.</param>
/// <param name="Data">Its output data, an object.</param>
public readonly record struct ConditionData(string Action, JsonData Data)
{
    /// <summary>The files that it left. The node puts them into the later action's workspace, see <see cref="WorkspaceContract.ArtifactFolder"/>.</summary>
    public ImmutableArray<Artifact> Artifacts { get; init; } = [];
}
