namespace LitePipeline.Core.Audit;

/// <summary>Who did what, and when. It is added with what was done, in one commit, and never changed or removed.</summary>
public sealed record AuditRecord
{
    /// <summary>Grows by one with each record: the order of lists.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>Where they called from, such as an address; null where that is not known.</summary>
    public string? Origin { get; init; }

    /// <summary>What was done: <c>create</c>, <c>update</c>, <c>activate</c>, <c>delete</c>, <c>stop</c>, <c>rerun</c>, <c>recover</c>, <c>clear</c>, <c>set</c>, <c>drain</c>, <c>resume</c> or <c>remove</c>; of who came in <c>sign_in</c>, <c>sign_out</c>, <c>fail</c>, <c>slow</c> or <c>refuse</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>To what: <c>application</c>, <c>venv</c>, <c>task</c>, <c>workspace</c>, <c>workflow</c>, <c>work</c>, <c>schedule</c>, <c>service</c>, <c>secret</c>, <c>node</c> or <c>user</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>To which of them; of a secret, the application that has it; all zeros where it has no id.</summary>
    public required Guid Subject { get; init; }

    /// <summary>Its name, where the command gave or knew it.</summary>
    public string? Name { get; init; }

    /// <summary>What else of the command matters, for people.</summary>
    public string? Details { get; init; }
}

/// <summary>Who gives a command.</summary>
/// <param name="Name">The name that goes into the audit trail.</param>
/// <param name="Origin">Where they call from; null where that is not known.</param>
public sealed record CommandActor(string Name, string? Origin = null);
