using LitePipeline.Core.Packages;

namespace LitePipeline.Core.Venvs;

/// <summary>A venv as the store keeps it: a runtime that is deployed apart from applications and shared by them.</summary>
public sealed record VenvRecord
{
    /// <summary>The venv.</summary>
    public required VenvId Id { get; init; }

    /// <summary>Grows by one with each venv: the order of lists, and the number that the original shows as <c>id</c>.</summary>
    public required long Sequence { get; init; }

    /// <summary>The name; it need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in its owner's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When name, description or package last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The current version's package.</summary>
    public required PackageReference Package { get; init; }
}

/// <summary>One version of a venv: a row of its history.</summary>
public sealed record VenvVersionRecord : IVersion
{
    /// <summary>The venv.</summary>
    public required VenvId Venv { get; init; }

    /// <summary>Grows by one with each version of any venv: the number that users know as <c>history_id</c>.</summary>
    public required long HistoryId { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it is, in its owner's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its package.</summary>
    public required PackageReference Package { get; init; }
}
