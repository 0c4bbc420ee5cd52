namespace LitePipeline.Soak.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary><c>kill -9</c> of the manager.</summary>
    ManagerKilled,
    /// <summary><c>kill -9</c> of a node; what it ran runs on.</summary>
    NodeKilled,
    /// <summary>SIGSTOP of the manager, and SIGCONT later.</summary>
    ManagerPaused,
    /// <summary>SIGSTOP of a node, and SIGCONT later.</summary>
    NodePaused,
    /// <summary>Nothing passes between a node, or the users, and the manager.</summary>
    NetworkCut,
    /// <summary>Nothing reaches the manager; what it sends arrives.</summary>
    NetworkDeafManager,
    /// <summary>Nothing from the manager arrives; it hears the other side.</summary>
    NetworkDeafPeer,
    /// <summary>Packets take long, each its own time.</summary>
    NetworkSlow,
    /// <summary>Packets are lost, both ways.</summary>
    NetworkLossy,
    /// <summary>The manager's disk has no byte free.</summary>
    ManagerDiskFull,
    /// <summary>A node's disk has no byte free.</summary>
    NodeDiskFull,
    /// <summary>The database and its log are read-only.</summary>
    DatabaseReadOnly,
    /// <summary>The manager's folder is read-only too: no file can be made or removed in it.</summary>
    ManagerFolderReadOnly,
    /// <summary>A node's outbox is read-only.</summary>
    OutboxReadOnly,
}
