namespace LitePipeline.Core.Tasks;

/// <summary>How far a task, or one of its actions, has come.</summary>
public enum RunStage : byte
{
    /// <summary>Accepted; it waits for its conditions or for a slot.</summary>
    Pending,
    /// <summary>It runs.</summary>
    Running,
    /// <summary>A stop was accepted; what runs is being ended.</summary>
    Stopping,
    /// <summary>It was finished and is being taken up again.</summary>
    Recovering,
    /// <summary>Its status is final.</summary>
    Finished,
}

/// <summary>How a task, or one of its actions, ended; null until it has.</summary>
public enum RunStatus : byte
{
    /// <summary>All went well.</summary>
    Success,
    /// <summary>An action failed.</summary>
    Fail,
    /// <summary>It was stopped.</summary>
    Kill,
    /// <summary>It was given up because the rest of its task had ended.</summary>
    Cancel,
    /// <summary>It was asked to end and did.</summary>
    Terminate,
    /// <summary>It could not be run at all.</summary>
    Error,
}

/// <summary>The signal that ends a task's processes.</summary>
public enum StopSignal
{
    /// <summary>SIGTERM (-15): ask to end; SIGKILL follows after the grace period.</summary>
    Terminate = -15,
    /// <summary>SIGKILL (-9): end at once.</summary>
    Kill = -9,
}
