using LitePipeline.Core.Applications;

namespace LitePipeline.Core.Secrets;

/// <summary>A secret of an application as the store keeps it: its value is there only encrypted, and nothing here can decrypt it.</summary>
public sealed record SecretRecord
{
    /// <summary>Grows by one with each secret that is added; a value that is replaced keeps it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whose actions get it.</summary>
    public required AppId Application { get; init; }

    /// <summary>The environment variable that has it in an action.</summary>
    public required string Name { get; init; }

    /// <summary>The encrypted value, as text.</summary>
    public required string Protected { get; init; }

    /// <summary>Another one with each new value: cached results of actions that had another value are told apart by it, and it tells nothing of the value.</summary>
    public required Guid Revision { get; init; }

    /// <summary>When the value was set.</summary>
    public required DateTimeOffset SetAt { get; init; }

    /// <summary>By whom; null where the host did not say.</summary>
    public string? SetBy { get; init; }
}

/// <summary>What may be known of a secret.</summary>
/// <param name="Name">The environment variable that has it in an action.</param>
/// <param name="SetAt">When its value was set.</param>
/// <param name="SetBy">By whom; null where the host did not say.</param>
public sealed record SecretView(string Name, DateTimeOffset SetAt, string? SetBy);
