using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Hosting.Node;

/// <summary>A node's settings: the section <c>LitePipeline:Node</c> of the configuration, and what the host's code sets after it.</summary>
public sealed class NodeOptions
{
    /// <summary>The section of the configuration that is bound to these options.</summary>
    public const string Section = "LitePipeline:Node";

    internal const int ShortestLog = 1 << 20;

    /// <summary>The node's name for people. The machine's name by default.</summary>
    [Required, StringLength(255, MinimumLength = 1)]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>The folder for the node's identity, packages, workspaces and unacknowledged results. One node process at a time uses it. No default.</summary>
    [Required(ErrorMessage = "LitePipeline:Node:DataPath is missing: name a folder that this node alone uses, such as ./data/node.")]
    public string DataPath { get; set; } = "";

    /// <summary>How many actions run at once. The number of processors by default.</summary>
    [Range(1, 100_000)]
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>How many processors its actions may ask for in all. Those of the machine by default. Less: the rest of the machine keeps some.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Cpu { get; set; } = Environment.ProcessorCount;

    /// <summary>How many bytes of memory its actions may ask for in all. What the machine, or the container that the node is in, has by default.</summary>
    [Range(0, long.MaxValue)]
    public long Memory { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>How many graphics processors its actions may ask for in all. 0 by default: they are the operator's to count.</summary>
    [Range(0, 10_000)]
    public int Gpu { get; set; }

    /// <summary>
    /// Whether the processes of an action that asks for memory and processors in its <c>resources</c> get no more: the one that needs more memory is killed, and
    /// processors are given by the time. Only on Linux, by control groups, and where the node may make these; else it says why not when it starts and in the list
    /// of nodes, and the action runs without limits. False: what actions ask for is only counted. True by default.
    /// </summary>
    public bool LimitProcesses { get; set; } = true;

    /// <summary>The control group that the node makes its own in, as a path from the top of the kernel's hierarchy, such as <c>/litepipeline</c>. Empty, the default: the one that the node was started in.</summary>
    [RegularExpression("(/[^/]+)*", ErrorMessage = "LitePipeline:Node:ControlGroup is no path of a control group: give one that begins with a slash and has none at its end, such as /litepipeline.")]
    public string ControlGroup { get; set; } = "";

    /// <summary>What <c>target_env</c> may ask for beside platform and address: texts by name, such as <c>disk</c> and <c>ssd</c>. None by default.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The address that the node gives as its own, to actions and for <c>target_env.node_ip</c>. 127.0.0.1 by default.</summary>
    [Required]
    public string HttpHost { get; set; } = "127.0.0.1";

    /// <summary>The port of the node's own HTTP service; 0, the default, where it has none.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; set; }

    /// <summary>The first pause after the manager could not be reached; it doubles each time. 100 ms by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between two tries. Longer: less traffic while a manager is down. Shorter: the node is back sooner. 5 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxReconnectDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause after the manager refused the node, which seldom heals by itself. 30 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RefusedDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an action that ran past its <c>timeout</c> may take to end after SIGTERM before SIGKILL follows. 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan TimeoutGracePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long what runs may go on when the node is told to stop; it takes no more meanwhile, and what is left then is run elsewhere. Longer: less is begun anew. Shorter: the node stops sooner. 0 by default: it stops at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DrainTimeout { get; set; }

    /// <summary>How many bytes of unpacked packages are kept; those in use are never removed. 20 GiB by default.</summary>
    [Range(0, long.MaxValue)]
    public long PackageCacheSize { get; set; } = 20L << 30;

    /// <summary>How long an unpacked package is kept after it was last used; null for as long as there is room. Shorter: versions that nobody runs any more take no disk. Longer: less is fetched again. Null by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? PackageCacheMaxAge { get; set; }

    /// <summary>How long a task's workspaces are kept after they were last written to; null, or empty in the configuration, for ever. Shorter: the disk fills less. Longer: results and logs can be downloaded longer. Those of a task with a running attempt here, and those of services, are never removed. 30 days by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? WorkspaceMaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many bytes the workspaces of tasks may take before the oldest are removed, with the same exceptions; null, or empty in the configuration, for any number. Null by default: how much the disk has is the operator's to say.</summary>
    [Range(0, long.MaxValue)]
    public long? WorkspaceMaxBytes { get; set; }

    /// <summary>Of how many tasks workspaces are kept before the oldest are removed, with the same exceptions; null, or empty in the configuration, for any number. Null by default.</summary>
    [Range(0, int.MaxValue)]
    public int? WorkspaceMaxTasks { get; set; }

    /// <summary>How often the workspaces and the unpacked packages are looked through. Shorter: the limits are kept more closely. Longer: the disk is read less. 10 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether results are on disk before they are reported, so that none is lost with the node's process. False: they are kept in memory only, for nodes that are thrown away. True by default.</summary>
    public bool DurableResults { get; set; } = true;

    /// <summary>
    /// How many bytes of the output of one attempt are kept on the disk; of more, the beginning and the end stay and the middle is left out, which whoever reads
    /// it is told. Larger: more can be read later. Smaller: a flood of output takes less of the disk. It may be passed by what is written in half a second. Only
    /// on Linux, where the file system can give back a part of a file (ext4, xfs, btrfs, tmpfs); elsewhere logs grow without a limit. 1 GiB by default: more than
    /// anybody reads, and a disk has room for as many as there are slots.
    /// </summary>
    [Range(ShortestLog, long.MaxValue)]
    public long MaxLogBytes { get; set; } = 1L << 30;

    /// <summary>The longest <c>output.data</c> that is taken, in bytes. 16 MiB by default.</summary>
    [Range(2, int.MaxValue)]
    public int MaxOutputSize { get; set; } = 16 << 20;
}
