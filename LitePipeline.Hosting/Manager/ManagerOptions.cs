using System.ComponentModel.DataAnnotations;
using LitePipeline.Core.Manager;

namespace LitePipeline.Hosting.Manager;

/// <summary>What a manager can be told; bound from the configuration section <see cref="Section"/>.</summary>
public sealed class ManagerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Manager";

    /// <summary>How long a node may be away before its actions run elsewhere. Longer: a cut connection or a manager's restart costs less. Shorter: a dead node's work moves sooner.</summary>
    /// <value>10 s by default.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan NodeReturnTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an action may take to end after SIGTERM before SIGKILL follows.</summary>
    /// <value>10 s by default.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StopGracePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many nodes one action may lose before its task fails.</summary>
    /// <value>5 by default.</value>
    [Range(1, 1000)]
    public int MaxLostAttempts { get; set; } = 5;

    /// <summary>The registry that the images of docker actions come from, such as <c>registry.example:5000</c>; a node may have its own.</summary>
    /// <value>None by default.</value>
    public string? DockerRegistry { get; set; }

    /// <summary>The largest input of a task, in bytes of JSON; a work's applications get the outputs of others in theirs. It is held in memory while the task waits.</summary>
    /// <value>16 MiB by default.</value>
    [Range(2, int.MaxValue)]
    public int MaxInputSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>How many bytes the artifacts of one action may have in all. Each single one may also be no longer than the package store takes. Higher: one action can fill the package store's disk sooner.</summary>
    /// <value>10 GiB by default.</value>
    [Range(0, long.MaxValue)]
    public long MaxArtifactBytes { get; set; } = 10L << 30;

    /// <summary>How many results are kept for actions with <c>cache</c>; of more the oldest go. 0 keeps none.</summary>
    /// <value>10,000 by default.</value>
    [Range(0, 10_000_000)]
    public int CacheMaxEntries { get; set; } = 10_000;

    /// <summary>How many bytes these results may have in all, which are in the manager's memory; of more the oldest go. One of more than a sixteenth of it is not kept. Artifacts do not count: they lie in the package store.</summary>
    /// <value>64 MiB by default.</value>
    [Range(0, long.MaxValue)]
    public long CacheMaxBytes { get; set; } = 64L << 20;

    /// <summary>How old these results may become. Longer: more is found again. Shorter: what follows from more than its input is run anew sooner.</summary>
    /// <value>30 days by default.</value>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan CacheMaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long commits that fail are tried again before those who wait get an error and the manager starts over from the store.</summary>
    /// <value>30 s by default.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CommitRetryTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many messages may wait for one node before it is taken for stuck and disconnected.</summary>
    /// <value>100,000 by default.</value>
    [Range(1, int.MaxValue)]
    public int MaxMessagesPerNode { get; set; } = 100_000;

    /// <summary>How many events may wait for one subscriber before it loses the oldest.</summary>
    /// <value>10,000 by default.</value>
    [Range(1, int.MaxValue)]
    public int MaxEventsPerSubscriber { get; set; } = 10_000;

    /// <summary>How late a schedule's run may be without counting as missed. Longer: a manager's restart makes up for what came due meanwhile, whatever the schedule says of missed runs.</summary>
    /// <value>1 min by default.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ScheduleLateness { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before a service whose task ended is started again; it doubles with each task in a row that ended before <see cref="ServiceSteadyTime"/>.</summary>
    /// <value>1 s by default.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan ServiceRestartDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such pause, at least <see cref="ServiceRestartDelay"/>.</summary>
    /// <value>1 min by default.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan ServiceMaxRestartDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a service's task must have run for the pause after its end to be the shortest again.</summary>
    /// <value>1 min by default.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ServiceSteadyTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long finished tasks and works are kept, with their results and workspaces; those that are older are removed. A work's tasks go with the work.</summary>
    /// <value>Null by default: for ever.</value>
    public TimeSpan? HistoryMaxAge { get; set; }

    /// <summary>How many finished tasks are kept; the oldest are removed, with their works.</summary>
    /// <value>Null by default: any number.</value>
    [Range(0, int.MaxValue)]
    public int? HistoryMaxTasks { get; set; }

    /// <summary>How many versions of each application and venv are kept beside the current one; the oldest are removed. A removed version can be had no more, and tasks that ran it cannot be recovered.</summary>
    /// <value>Null by default: any number.</value>
    [Range(0, int.MaxValue)]
    public int? HistoryMaxVersions { get; set; }

    /// <summary>How many bytes the artifacts of all tasks may take, the same content counted once; the oldest finished tasks that have any are removed, with their works. What cached results name stays in the package store as long as they do.</summary>
    /// <value>Null by default: any number.</value>
    [Range(0, long.MaxValue)]
    public long? HistoryMaxArtifactBytes { get; set; }

    /// <summary>How long versions of applications and venvs that are not current are kept after they were uploaded; those that are older are removed.</summary>
    /// <value>Null by default: for ever.</value>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? HistoryMaxVersionAge { get; set; }

    /// <summary>How many bytes the packages of all versions that are not current may take, the same content counted once; the oldest versions are removed.</summary>
    /// <value>Null by default: any number.</value>
    [Range(0, long.MaxValue)]
    public long? HistoryMaxVersionBytes { get; set; }

    /// <summary>How often the history is looked through. It is done in small steps: whatever else is to be done comes between.</summary>
    /// <value>1 min by default.</value>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan HistoryInterval { get; set; } = TimeSpan.FromMinutes(1);

    internal ManagerSettings ToSettings() => new()
    {
        NodeReturnTimeout = NodeReturnTimeout,
        StopGracePeriod = StopGracePeriod,
        MaxLostAttempts = MaxLostAttempts,
        MaxInputSize = MaxInputSize,
        CacheMaxEntries = CacheMaxEntries,
        CacheMaxBytes = CacheMaxBytes,
        CacheMaxAge = CacheMaxAge,
        ScheduleLateness = ScheduleLateness,
        ServiceRestartDelay = ServiceRestartDelay,
        ServiceMaxRestartDelay = ServiceMaxRestartDelay,
        ServiceSteadyTime = ServiceSteadyTime,
        DockerRegistry = string.IsNullOrWhiteSpace(DockerRegistry) ? null : DockerRegistry,
    };
}
