namespace LitePipeline.Simulation.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>The manager is killed, at any moment.</summary>
    ManagerKilled,
    /// <summary>The manager is told to stop: it commits what it has accepted, and comes back.</summary>
    ManagerStopped,
    /// <summary>The manager is killed with a commit under way that never reaches the disk.</summary>
    ManagerKilledBeforeCommit,
    /// <summary>The manager is killed when a commit is on the disk and has not been answered.</summary>
    ManagerKilledAfterCommit,
    /// <summary>The manager is killed between two effects, as it sends a message.</summary>
    ManagerKilledAtEffect,
    /// <summary>A node's process is killed; what it ran runs on, and its files stay.</summary>
    NodeKilled,
    /// <summary>A node's machine loses its power: what it ran ends, and what was not flushed to the disk is gone in part.</summary>
    PowerLost,
    /// <summary>A node is told to stop: it drains, and comes back.</summary>
    NodeStopped,
    /// <summary>A connection is cut; what was under way is lost.</summary>
    ConnectionCut,
    /// <summary>A connection falls silent both ways; each end finds out when it finds out.</summary>
    NetworkSilent,
    /// <summary>A connection falls silent one way.</summary>
    NetworkHalfSilent,
    /// <summary>Messages of a node take long, those of one connection longer than those of the next.</summary>
    NetworkSlow,
    /// <summary>A result arrives twice.</summary>
    MessageDoubled,
    /// <summary>A result is larger than a message may be.</summary>
    ResultTooLarge,
    /// <summary>A commit fails and has changed nothing.</summary>
    CommitFailed,
    /// <summary>Nobody knows whether a commit that failed has changed anything.</summary>
    CommitUnknown,
    /// <summary>A commit takes very long.</summary>
    CommitSlow,
    /// <summary>The manager's disk is full for a while: no commit works.</summary>
    ManagerDiskFull,
    /// <summary>The store cannot be read when the manager starts.</summary>
    LoadFailed,
    /// <summary>A node's disk is full for a while: no result can be kept.</summary>
    NodeDiskFull,
    /// <summary>A clock jumps, forth or back.</summary>
    ClockJumped,
    /// <summary>The manager does nothing for a while.</summary>
    ManagerPaused,
    /// <summary>A node does nothing for a while.</summary>
    NodePaused,
    /// <summary>What could go on gets no thread for a while, and others overtake it.</summary>
    ThreadStarved,
}
