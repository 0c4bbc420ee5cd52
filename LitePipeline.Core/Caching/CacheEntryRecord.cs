using System.Collections.Immutable;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Caching;

/// <summary>A result that is kept for actions with the same input, as the store keeps it.</summary>
public sealed record CacheEntryRecord
{
    /// <summary>The digest over all that the result follows from, a SHA-256 in lower-case hex.</summary>
    public required string Key { get; init; }

    /// <summary>Grows by one with each entry: the first of them goes first.</summary>
    public required long Sequence { get; init; }

    /// <summary>The application, by which entries are cleared.</summary>
    public required AppId Application { get; init; }

    /// <summary>Where the result comes from.</summary>
    public required CacheSource Source { get; init; }

    /// <summary>What the action returned: the object <c>{"data": {...}, "actions": [...]}</c>; empty where it returned nothing.</summary>
    public JsonData Result { get; init; }

    /// <summary>The files that it left.</summary>
    public ImmutableArray<Artifact> Artifacts { get; init; } = [];
}

/// <summary>Whose result one is that was taken from the cache.</summary>
/// <param name="Task">The task that ran the action; it may have been removed since.</param>
/// <param name="Action">The action's name in that task.</param>
/// <param name="RecordedAt">When its result was recorded.</param>
public sealed record CacheSource(TaskId Task, string Action, DateTimeOffset RecordedAt);
