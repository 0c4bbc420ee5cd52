namespace LitePipeline.Core;

/// <summary>Why something was refused. The names are those of the original's HTTP API; clients test them.</summary>
public enum ErrorCode
{
    /// <summary>The manager failed; its log says why.</summary>
    ServerException,
    /// <summary>A parameter is missing or wrong; the field says which.</summary>
    InvalidParameters,
    /// <summary>The request was right, the operation did not succeed.</summary>
    OperationFailed,
    /// <summary>No such application.</summary>
    AppNotExists,
    /// <summary>The application's package cannot be used.</summary>
    AppWrongFormat,
    /// <summary>The application has no such version.</summary>
    AppHistoryNotExists,
    /// <summary>No such task.</summary>
    TaskNotExists,
    /// <summary>The task has finished.</summary>
    TaskAlreadyFinished,
    /// <summary>The task has succeeded; nothing is left to recover.</summary>
    TaskAlreadySuccess,
    /// <summary>The task has not finished.</summary>
    TaskStillRunning,
    /// <summary>No such work.</summary>
    WorkNotExists,
    /// <summary>The work has finished.</summary>
    WorkAlreadyFinished,
    /// <summary>The work has succeeded; nothing is left to recover.</summary>
    WorkAlreadySuccess,
    /// <summary>The work has not finished.</summary>
    WorkStillRunning,
    /// <summary>The workflow is disabled.</summary>
    WorkflowDisabled,
    /// <summary>No such workflow.</summary>
    WorkflowNotExists,
    /// <summary>No such node, or it is not connected.</summary>
    NodeNotExists,
    /// <summary>The action has not finished.</summary>
    ActionNotFinished,
    /// <summary>The action ran on no known node.</summary>
    ActionNoNodeId,
    /// <summary>The action never ran.</summary>
    ActionNotRun,
    /// <summary>No such schedule.</summary>
    ScheduleNotExists,
    /// <summary>No such service.</summary>
    ServiceNotExists,
    /// <summary>No such venv.</summary>
    VenvNotExists,
    /// <summary>The venv's package cannot be used.</summary>
    VenvWrongFormat,
    /// <summary>The venv has no such version.</summary>
    VenvHistoryNotExists,
    /// <summary>The task has no such artifact; not a name of the original's.</summary>
    ArtifactNotExists,
    /// <summary>The application has no such secret; not a name of the original's.</summary>
    SecretNotExists,
    /// <summary>The caller may not do this.</summary>
    AuthError,
}
