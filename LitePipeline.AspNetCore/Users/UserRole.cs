namespace LitePipeline.AspNetCore.Users;

/// <summary>What a user may do; each role may do what those before it may.</summary>
public enum UserRole
{
    /// <summary>Reads everything: lists, results, logs, workspaces, packages.</summary>
    Viewer,
    /// <summary>Runs things: tasks, works, schedules, services, workspaces.</summary>
    Operator,
    /// <summary>Deploys and configures: applications, venvs, workflows.</summary>
    Admin,
}
