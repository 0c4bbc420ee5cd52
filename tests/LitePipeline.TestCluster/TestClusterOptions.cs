using LitePipeline.Hosting;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Logging;

namespace LitePipeline.TestCluster;

/// <summary>What a test cluster is made of.</summary>
public sealed class TestClusterOptions
{
    /// <summary>How many nodes start with it. 1 by default.</summary>
    public int Nodes { get; set; } = 1;

    /// <summary>The slots of each node. 2 by default.</summary>
    public int SlotsPerNode { get; set; } = 2;

    /// <summary>How manager and nodes are connected. In memory by default.</summary>
    public ClusterTransport Transport { get; set; }

    /// <summary>What keeps the state. In memory by default: it outlives a killed manager as a disk would.</summary>
    public ClusterStore Store { get; set; }

    /// <summary>The clock of manager and nodes. The system's by default; give a <c>FakeTimeProvider</c> for virtual time and move it by <see cref="LitePipelineTestCluster.AdvanceAsync"/>.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Whether nodes run process actions. True by default.</summary>
    public bool ProcessActions { get; set; } = true;

    /// <summary>Sets the manager's options.</summary>
    public Action<ManagerOptions>? ConfigureManager { get; set; }

    /// <summary>Adds to the manager's host.</summary>
    public Action<ILitePipelineManagerBuilder>? ConfigureManagerHost { get; set; }

    /// <summary>Sets a node's options.</summary>
    public Action<NodeOptions>? ConfigureNode { get; set; }

    /// <summary>Adds to each node's host: its C# actions, for instance.</summary>
    public Action<ILitePipelineNodeBuilder>? ConfigureNodeHost { get; set; }

    /// <summary>Where manager and nodes log to. Nowhere by default.</summary>
    public ILoggerProvider? Logs { get; set; }
}

/// <summary>How manager and nodes are connected.</summary>
public enum ClusterTransport
{
    /// <summary>Inside the process.</summary>
    InMemory,
    /// <summary>By TCP on the loopback address.</summary>
    Tcp,
}

/// <summary>What keeps the state.</summary>
public enum ClusterStore
{
    /// <summary>Memory.</summary>
    InMemory,
    /// <summary>A SQLite file in the cluster's folder.</summary>
    Sqlite,
}
