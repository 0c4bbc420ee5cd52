using System.Globalization;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>Makes the original's rows of our records; times are the manager's local time.</summary>
internal static class Rows
{
    private static readonly JsonData NoResult = JsonData.EmptyObject;

    public static AppRow Of(ApplicationRecord app) => new(
        app.Sequence, app.Id.Value, app.Name, Time(app.CreatedAt), Time(app.UpdatedAt), app.Package.Sha1, app.Description);

    public static TaskRow Of(TaskRecord task, IEnumerable<ActionRecord> actions) => new()
    {
        Id = task.Sequence,
        TaskId = task.Id.Value,
        TaskName = task.Name,
        ApplicationId = task.Application.Value,
        AppSha1 = task.Version,
        WorkId = Text(task.Work?.Value),
        ServiceId = Text(task.Service?.Value),
        CreateAt = Time(task.CreatedAt),
        StartAt = Time(task.State.StartedAt),
        UpdateAt = Time(task.State.UpdatedAt),
        EndAt = Time(task.State.EndedAt),
        Stage = task.State.Stage,
        Status = task.State.Status,
        Message = task.State.Message,
        InputData = task.Input,
        Result = new OrderedDictionary<string, ActionRow>(actions
            .Where(action => action.Stage == RunStage.Finished)
            .Select(action => KeyValuePair.Create(action.Name, Of(action)))),
    };

    public static IReadOnlyList<RunningActionRow>? Running(TaskDetails details) => details.Live is null
        ? null
        : [.. details.Live.Running.Select(running => new RunningActionRow
        {
            Name = running.Action!.Name,
            TaskId = details.Task.Id.Value,
            AppId = details.Task.Application.Value,
            AppSha1 = details.Task.Version,
            ServiceId = Text(details.Task.Service?.Value),
            TaskCreateAt = Time(details.Task.CreatedAt),
            Condition = [.. running.Action.Condition],
            Env = running.Action.Env,
            Main = running.Action.Main ?? running.Action.Handler,
            InputData = running.Action.InputData.IsEmpty ? details.Task.Input : running.Action.InputData,
            Node = running.Node is { } node ? $"{node.HttpHost}:{node.HttpPort}" : null,
            NodeId = running.Node?.Id.Value,
            UpdateAt = Time(running.UpdatedAt),
        })];

    public static NodeRow Of(NodeView node) => new(
        node.Description.Id.Value,
        node.Description.Name,
        node.Description.HttpHost,
        node.Description.HttpPort,
        node.Description.HttpHost,
        node.Description.Slots,
        node.UsedSlots,
        node.Description.Platform,
        node.Description.DockerSupport,
        [.. node.Description.Handlers],
        node.Description.Version,
        Time(node.JoinedAt));

    public static QueuedActionRow Of(ActionView action) =>
        new(action.Task.Value, Text(action.Work?.Value), action.Action?.Name ?? "", Time(action.UpdatedAt));

    private static ActionRow Of(ActionRecord action) => new(
        action.Name,
        action.Task.Value,
        action.Result.IsEmpty ? NoResult : action.Result,
        action.Stage,
        action.Status,
        action.Node?.Value,
        Time(action.StartedAt),
        Time(action.EndedAt),
        action.ReturnCode,
        action.Failure?.Message);

    private static string Text(Guid? id) => id?.ToString() ?? "";

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;
}
