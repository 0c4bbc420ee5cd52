using System.Collections.Immutable;
using LitePipeline.Core.Definitions.Reading;

namespace LitePipeline.Core.Definitions.Containers;

/// <summary>The <c>args</c> of an action's <c>docker</c>: run arguments under the names that docker-py gives them, read and checked.</summary>
/// <remarks>The names and forms: the reference of docker-py's <c>containers.run</c>. What the node sets itself (image, command, name, mounts of application, workspace and venv) cannot be given.</remarks>
public sealed record ContainerArguments
{
    /// <summary>Nothing was given.</summary>
    public static ContainerArguments None { get; } = new();

    /// <summary><c>cpuset_cpus</c>: the processors, such as <c>0-3</c> or <c>0,1</c>.</summary>
    public string? CpusetCpus { get; init; }

    /// <summary><c>nano_cpus</c>: processor time, in thousand-millionths of a processor.</summary>
    public long? NanoCpus { get; init; }

    /// <summary><c>cpu_shares</c>: the weight beside other containers.</summary>
    public long? CpuShares { get; init; }

    /// <summary><c>cpu_period</c>, in microseconds.</summary>
    public long? CpuPeriod { get; init; }

    /// <summary><c>cpu_quota</c>: microseconds of processor time in each period.</summary>
    public long? CpuQuota { get; init; }

    /// <summary><c>mem_limit</c>, in bytes.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary><c>memswap_limit</c>: memory and swap together, in bytes; -1 for any amount of swap.</summary>
    public long? MemorySwapLimit { get; init; }

    /// <summary><c>shm_size</c>, in bytes.</summary>
    public long? ShmSize { get; init; }

    /// <summary><c>pids_limit</c>: how many processes.</summary>
    public long? PidsLimit { get; init; }

    /// <summary><c>environment</c>, as <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary><c>labels</c>.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>ports</c>.</summary>
    public ImmutableArray<PublishedPort> Ports { get; init; } = [];

    /// <summary><c>network_mode</c> or <c>network</c>: <c>bridge</c>, <c>none</c>, <c>host</c>, <c>container:NAME</c> or a network's name.</summary>
    public string? NetworkMode { get; init; }

    /// <summary><c>hostname</c>.</summary>
    public string? Hostname { get; init; }

    /// <summary><c>extra_hosts</c>, as <c>name:address</c>.</summary>
    public ImmutableArray<string> ExtraHosts { get; init; } = [];

    /// <summary><c>dns</c>.</summary>
    public ImmutableArray<string> Dns { get; init; } = [];

    /// <summary><c>user</c>: a name or number, with <c>:group</c> where need be.</summary>
    public string? User { get; init; }

    /// <summary><c>group_add</c>.</summary>
    public ImmutableArray<string> GroupAdd { get; init; } = [];

    /// <summary><c>working_dir</c>; <c>/opt/app</c> by default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary><c>entrypoint</c>; empty for the image's own.</summary>
    public ImmutableArray<string> Entrypoint { get; init; } = [];

    /// <summary><c>volumes</c>.</summary>
    public ImmutableArray<MountedVolume> Volumes { get; init; } = [];

    /// <summary><c>tmpfs</c>: path and options.</summary>
    public ImmutableDictionary<string, string> Tmpfs { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>devices</c>.</summary>
    public ImmutableArray<PassedDevice> Devices { get; init; } = [];

    /// <summary><c>gpus</c>: how many; -1 for all.</summary>
    public int? Gpus { get; init; }

    /// <summary><c>cap_add</c>.</summary>
    public ImmutableArray<string> CapAdd { get; init; } = [];

    /// <summary><c>cap_drop</c>.</summary>
    public ImmutableArray<string> CapDrop { get; init; } = [];

    /// <summary><c>security_opt</c>.</summary>
    public ImmutableArray<string> SecurityOpt { get; init; } = [];

    /// <summary><c>privileged</c>.</summary>
    public bool Privileged { get; init; }

    /// <summary><c>read_only</c>: the image's files cannot be written.</summary>
    public bool ReadOnly { get; init; }

    /// <summary><c>init</c>: an init process that reaps what the action leaves.</summary>
    public bool Init { get; init; }

    /// <summary><c>ipc_mode</c>.</summary>
    public string? IpcMode { get; init; }

    /// <summary><c>pid_mode</c>.</summary>
    public string? PidMode { get; init; }

    /// <summary><c>runtime</c>.</summary>
    public string? Runtime { get; init; }

    /// <summary>Reads an <c>args</c> object; empty for none.</summary>
    /// <exception cref="DefinitionInvalidException">It breaks the rules.</exception>
    public static ContainerArguments Read(JsonData args)
    {
        if (args.IsEmpty) return None;
        var problems = new ProblemList();
        var read = ContainerArgumentsReader.Read(args.ToElement(), JsonPath.Root, problems);
        problems.ThrowIfAny();
        return read;
    }
}

/// <summary>A port that is reached from outside of the container.</summary>
/// <param name="Port">The container's port with its protocol, such as <c>8000/tcp</c>.</param>
/// <param name="HostIp">The host's address; empty for all.</param>
/// <param name="HostPort">The host's port; null for any free one.</param>
public sealed record PublishedPort(string Port, string HostIp, int? HostPort);

/// <summary>A folder or volume of the host in the container.</summary>
/// <param name="Source">A path of the host, or a volume's name.</param>
/// <param name="Target">Where it is in the container.</param>
/// <param name="Mode"><c>rw</c> or <c>ro</c>, with what the engine knows beside.</param>
public sealed record MountedVolume(string Source, string Target, string Mode);

/// <summary>A device of the host in the container.</summary>
/// <param name="Source">Its path on the host.</param>
/// <param name="Target">Its path in the container.</param>
/// <param name="Permissions">Of <c>r</c>, <c>w</c> and <c>m</c>.</param>
public sealed record PassedDevice(string Source, string Target, string Permissions);
