using System.Globalization;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Audit;

/// <summary>What a command does, in the words of the audit trail.</summary>
internal readonly record struct AuditedCommand(string Verb, string Noun, Guid Subject, string? Name = null, string? Details = null)
{
    /// <summary>What an input does; nothing for questions, and for what no person commands.</summary>
    public static IEnumerable<AuditedCommand> Of(ManagerInput input) => input is ManagerInput.DeleteWorkspaces workspaces
        ? workspaces.Tasks.Select(folder => new AuditedCommand("delete", "workspace", folder.Task.Value))
        : (OfTask(input) ?? OfPackage(input) ?? OfComposition(input) ?? OfTiming(input) ?? OfAccess(input)) is { } command ? [command] : [];

    private static AuditedCommand? OfTask(ManagerInput input) => input switch
    {
        ManagerInput.SubmitTask submit => new("create", "task", submit.Id.Value, submit.Name, $"application {submit.Application}"),
        ManagerInput.StopTask stop => new("stop", "task", stop.Id.Value, null, Signal(stop.Signal)),
        ManagerInput.RerunTask rerun => new("rerun", "task", rerun.Task.Id.Value, rerun.Task.Name),
        ManagerInput.RecoverTask recover => new("recover", "task", recover.Task.Task.Id.Value, recover.Task.Task.Name),
        ManagerInput.DeleteTask delete => new("delete", "task", delete.Id.Value),
        ManagerInput.DrainNode drain => new("drain", "node", drain.Id.Value),
        ManagerInput.ResumeNode resume => new("resume", "node", resume.Id.Value),
        ManagerInput.RemoveNode remove => new("remove", "node", remove.Id.Value),
        _ => null,
    };

    private static AuditedCommand? OfPackage(ManagerInput input) => input switch
    {
        ManagerInput.CreateApplication create => new("create", "application", create.Id.Value, create.Name, $"version {create.Package.Sha1}"),
        ManagerInput.UpdateApplication update => new("update", "application", update.Id.Value, update.Name, Changed(("name", update.Name), ("description", update.Description), ($"version {update.Package?.Package.Sha1}", update.Package))),
        ManagerInput.ActivateApplicationVersion activate => new("activate", "application", activate.Id.Value, null, Version(activate.HistoryId)),
        ManagerInput.DeleteApplicationVersion delete => new("delete", "application", delete.Id.Value, null, Version(delete.HistoryId)),
        ManagerInput.DeleteApplication delete => new("delete", "application", delete.Id.Value),
        ManagerInput.ClearCache clear => new("clear", "application", clear.Id.Value, null, "its cached results"),
        ManagerInput.SetSecret set => new("set", "secret", set.Application.Value, set.Name, "of the application"),
        ManagerInput.DeleteSecret delete => new("delete", "secret", delete.Application.Value, delete.Name, "of the application"),
        ManagerInput.CreateVenv create => new("create", "venv", create.Id.Value, create.Name, $"version {create.Package.Sha1}"),
        ManagerInput.UpdateVenv update => new("update", "venv", update.Id.Value, update.Name, Changed(("name", update.Name), ("description", update.Description), ($"version {update.Package?.Sha1}", update.Package))),
        ManagerInput.ActivateVenvVersion activate => new("activate", "venv", activate.Id.Value, null, Version(activate.HistoryId)),
        ManagerInput.DeleteVenvVersion delete => new("delete", "venv", delete.Id.Value, null, Version(delete.HistoryId)),
        ManagerInput.DeleteVenv delete => new("delete", "venv", delete.Id.Value),
        _ => null,
    };

    private static AuditedCommand? OfComposition(ManagerInput input) => input switch
    {
        ManagerInput.CreateWorkflow create => new("create", "workflow", create.Id.Value, create.Name, Enabled(create.Enabled)),
        ManagerInput.UpdateWorkflow update => new("update", "workflow", update.Id.Value, update.Name, Changed(("name", update.Name), ("description", update.Description), ("configuration", update.Definition), (Enabled(update.Enabled ?? false), update.Enabled))),
        ManagerInput.DeleteWorkflow delete => new("delete", "workflow", delete.Id.Value),
        ManagerInput.CreateWork create => new("create", "work", create.Id.Value, create.Name, $"workflow {create.Workflow}"),
        ManagerInput.StopWork stop => new("stop", "work", stop.Id.Value, null, Signal(stop.Signal)),
        ManagerInput.RerunWork rerun => new("rerun", "work", rerun.Work.Id.Value, rerun.Work.Name),
        ManagerInput.RecoverWork recover => new("recover", "work", recover.Work.Id.Value, recover.Work.Name),
        ManagerInput.DeleteWork delete => new("delete", "work", delete.Id.Value),
        _ => null,
    };

    private static AuditedCommand? OfTiming(ManagerInput input) => input switch
    {
        ManagerInput.CreateSchedule create => new("create", "schedule", create.Id.Value, create.Content.Name, Enabled(create.Content.Enabled)),
        ManagerInput.UpdateSchedule update => new("update", "schedule", update.Id.Value, update.Content.Name, Enabled(update.Content.Enabled)),
        ManagerInput.DeleteSchedule delete => new("delete", "schedule", delete.Id.Value),
        ManagerInput.CreateService create => new("create", "service", create.Id.Value, create.Content.Name, Enabled(create.Content.Enabled)),
        ManagerInput.UpdateService update => new("update", "service", update.Id.Value, update.Content.Name, Enabled(update.Content.Enabled)),
        ManagerInput.DeleteService delete => new("delete", "service", delete.Id.Value),
        _ => null,
    };

    private static AuditedCommand? OfAccess(ManagerInput input) => input switch
    {
        // Neither a user nor an unknown node has an id.
        ManagerInput.NoteAccess note => new(note.Verb, note.Noun, Guid.Empty, note.Name, note.Details),
        _ => null,
    };

    private static string Signal(StopSignal signal) => string.Create(CultureInfo.InvariantCulture, $"signal {(int)signal}");

    private static string Version(long history) => string.Create(CultureInfo.InvariantCulture, $"version {history} of its history");

    private static string Enabled(bool enabled) => enabled ? "enabled" : "disabled";

    private static string? Changed(params ReadOnlySpan<(string Name, object? Value)> parts)
    {
        var changed = new List<string>();
        foreach (var (name, value) in parts)
            if (value is not null) changed.Add(name);
        return changed.Count > 0 ? string.Join(", ", changed) : null;
    }
}
