namespace LitePipeline.Core.Workflows;

/// <summary>A workflow as the store keeps it: a graph of applications.</summary>
public sealed record WorkflowRecord
{
    /// <summary>The workflow.</summary>
    public required WorkflowId Id { get; init; }

    /// <summary>Grows by one with each workflow: the order of lists.</summary>
    public required long Sequence { get; init; }

    /// <summary>The name; it need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in its owner's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its configuration, as written.</summary>
    public required JsonData Configuration { get; init; }

    /// <summary>Whether works of it may be created.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
