namespace LitePipeline.Core.Manager;

/// <summary>What the manager's machine can be told.</summary>
public sealed record ManagerSettings
{
    /// <summary>How long a node may be away before its actions run elsewhere. Longer: a cut connection or a manager's restart costs less. Shorter: a dead node's work moves sooner. 10 s by default.</summary>
    public TimeSpan NodeReturnTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an action may take to end after SIGTERM before SIGKILL follows. 10 s by default.</summary>
    public TimeSpan StopGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times one action may lose its node before its task fails, so that an action that kills its node does not kill them all. 5 by default.</summary>
    public int MaxLostAttempts { get; init; } = 5;

    /// <summary>The largest input that a work puts together for one of its applications, in bytes of JSON. 16 MiB by default.</summary>
    public int MaxInputSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many results are kept for actions with <c>cache</c>; 0 keeps none. 10,000 by default.</summary>
    public int CacheMaxEntries { get; init; } = 10_000;

    /// <summary>How many bytes these results may have in all; one of more than a sixteenth of it is not kept. 64 MiB by default.</summary>
    public long CacheMaxBytes { get; init; } = 64L << 20;

    /// <summary>How old a result may become. 30 days by default.</summary>
    public TimeSpan CacheMaxAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The registry that the images of docker actions come from; it is sent with each of them. Null for none.</summary>
    public string? DockerRegistry { get; init; }

    /// <summary>The pause before a service that ended is started again; it doubles with each end in a row. 1 s by default.</summary>
    public TimeSpan ServiceRestartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such pause. 1 min by default.</summary>
    public TimeSpan ServiceMaxRestartDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a service's task must have lived for its end not to count as one in a row. 1 min by default.</summary>
    public TimeSpan ServiceSteadyTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How late a schedule's run may be decided without counting as missed. 1 min by default.</summary>
    public TimeSpan ScheduleLateness { get; init; } = TimeSpan.FromMinutes(1);
}
