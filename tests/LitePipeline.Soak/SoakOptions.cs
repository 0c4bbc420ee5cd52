using LitePipeline.Soak.Faults;

namespace LitePipeline.Soak;

/// <summary>What is soaked, and how long.</summary>
internal sealed record SoakOptions
{
    /// <summary>Faults, their times and victims, and the tasks follow from it; what they meet is real time's.</summary>
    public required int Seed { get; init; }

    /// <summary>How many tasks are submitted.</summary>
    public required int Tasks { get; init; }

    /// <summary>The shortest time in which they are submitted; as long as there are some to submit, things go wrong.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>The time between two kills.</summary>
    public required TimeSpan KillEvery { get; init; }

    /// <summary>The mean time between two faults of other kinds.</summary>
    public required TimeSpan FaultEvery { get; init; }

    /// <summary>How long all may take to end once nothing goes wrong any more.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Faults that are left out.</summary>
    public IReadOnlySet<FaultKind> Without { get; init; } = new HashSet<FaultKind>();

    /// <summary>The folder for logs, disks and the journal.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the folder stays after a soak that found nothing.</summary>
    public bool Keep { get; init; }
}
