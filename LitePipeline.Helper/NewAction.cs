using System.Text.Json.Nodes;

namespace LitePipeline.Helper;

/// <summary>An action that joins the task while it runs.</summary>
public sealed class NewAction
{
    /// <summary>Describes an action that runs a command line, or with <see cref="Handler"/> a C# handler.</summary>
    /// <param name="name">The name, unique in the task; it becomes a folder's name.</param>
    /// <param name="main">The command line, to which the node appends the workspace; null where <see cref="Handler"/> is set.</param>
    public NewAction(string name, string? main = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Main = main;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The command line.</summary>
    public string? Main { get; }

    /// <summary>The name of a C# handler that a node registered.</summary>
    public string? Handler { get; init; }

    /// <summary>The actions that must have succeeded before; their data will be in the input.</summary>
    public IReadOnlyList<string> Condition { get; init; } = [];

    /// <summary>The venv: a path in the package, or a venv's id.</summary>
    public string? Env { get; init; }

    /// <summary>The action's own input: an object of any type that is JSON as an object, or a <c>JsonObject</c>.</summary>
    public object? InputData { get; init; }

    /// <summary>The action that waits for this one and gets its data. It must not have started.</summary>
    public string? ToAction { get; init; }

    /// <summary>The container to run in; null to run as a process.</summary>
    public Container? Docker { get; init; }

    /// <summary>What the node must be; null for any node.</summary>
    public Target? TargetEnv { get; init; }

    /// <summary>What it takes of its node; null for one slot and nothing else.</summary>
    public Resources? Resources { get; init; }

    /// <summary>The files that it leaves for others: paths in its workspace, in which <c>*</c> stands for any part of a name and <c>**</c> for any folders.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>Whether the same input gives the same output, so that it need not be run again for it.</summary>
    public bool Cache { get; init; }

    /// <summary>When it is run again after a failure; null for never.</summary>
    public Retry? Retry { get; init; }

    /// <summary>How long one attempt may run before it is ended and has failed, a year at the most; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>When an action that failed is run again.</summary>
/// <param name="Attempts">How many runs in all, from 1 to 1000; those that lost their node do not count.</param>
public sealed record Retry(int Attempts)
{
    /// <summary>The pause before the second run, a day at the most. None by default.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What each further pause is multiplied by. 1 by default: all pauses are the same.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The longest pause. A day by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Only after these exit codes, which for a signal are minus its number; empty for every failure.</summary>
    public IReadOnlyList<int> OnExitCodes { get; init; } = [];
}

/// <summary>The container that an action runs in.</summary>
/// <param name="Name">The image's name in the cluster's registry.</param>
/// <param name="Tag">The image's tag.</param>
public sealed record Container(string Name, string Tag = "latest")
{
    /// <summary>Run arguments, such as <c>mem_limit</c>; null for none.</summary>
    public JsonObject? Args { get; init; }
}

/// <summary>What a node must be; a null member asks nothing.</summary>
/// <param name="Platform">The platform, such as <c>linux</c>.</param>
/// <param name="DockerSupport">Whether it runs containers.</param>
/// <param name="NodeId">The node's id, a UUID.</param>
/// <param name="NodeIp">The node's address.</param>
public sealed record Target(string? Platform = null, bool? DockerSupport = null, string? NodeId = null, string? NodeIp = null)
{
    /// <summary>The node's labels that must have exactly these texts, by name.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

/// <summary>What an action takes of its node while it runs.</summary>
public sealed record Resources
{
    /// <summary>How many of the node's slots, at least 1. 1 by default.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>How many processors, at least 0.001; null asks for none.</summary>
    public double? Cpu { get; init; }

    /// <summary>How many bytes of memory; null asks for none.</summary>
    public long? Memory { get; init; }

    /// <summary>How many graphics processors. None by default.</summary>
    public int Gpu { get; init; }
}
