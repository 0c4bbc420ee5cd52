using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Manager;

/// <summary>The manager's decisions: a deterministic machine without clock, I/O or ids of its own.</summary>
/// <remarks>Not safe for use by many threads: one loop owns it. After a commit failed for good, make a new one from the store.</remarks>
public sealed class ManagerMachine(ManagerSettings settings)
{
    /// <summary>The next moment at which <see cref="ManagerInput.DeadlineReached"/> is due; null for none.</summary>
    public DateTimeOffset? NextDeadline { get; private set; }

    /// <summary>The settings.</summary>
    public ManagerSettings Settings { get; } = settings;

    /// <summary>Takes up what a store holds. Call once, before the first <see cref="Decide"/>; commit and carry out what it decides.</summary>
    public void Restore(StoreSnapshot snapshot, DateTimeOffset now, ManagerDecision decision) =>
        throw new NotImplementedException();

    /// <summary>Decides what an input means and adds it to <paramref name="decision"/>.</summary>
    public ManagerReply Decide(ManagerInput input, DateTimeOffset now, ManagerDecision decision) =>
        throw new NotImplementedException();
}
