using LitePipeline.Core.Packages;

namespace LitePipeline.Core.Applications;

/// <summary>An application as the store keeps it.</summary>
public sealed record ApplicationRecord
{
    /// <summary>The application.</summary>
    public required AppId Id { get; init; }

    /// <summary>Grows by one with each application: the order of lists, and the number that the original shows as <c>id</c>.</summary>
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

    /// <summary>The current version's <c>configuration.json</c>, as written.</summary>
    public required JsonData Configuration { get; init; }
}

/// <summary>One version of an application: a row of its history.</summary>
public sealed record ApplicationVersionRecord
{
    /// <summary>The application.</summary>
    public required AppId Application { get; init; }

    /// <summary>Grows by one with each version of any application: the number that users know as <c>history_id</c>.</summary>
    public required long HistoryId { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it is, in its owner's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its package.</summary>
    public required PackageReference Package { get; init; }

    /// <summary>Its <c>configuration.json</c>, as written.</summary>
    public required JsonData Configuration { get; init; }
}
