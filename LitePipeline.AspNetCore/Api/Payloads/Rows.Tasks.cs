using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api.Payloads;

internal static partial class Rows
{
    public static TaskRow Of(TaskRecord task, IEnumerable<ActionRecord> actions) => new()
    {
        Id = task.Sequence,
        TaskId = task.Id.Value,
        TaskName = task.Name,
        ApplicationId = task.Application.Value,
        AppSha1 = task.Version,
        WorkId = Text(task.Work?.Value),
        ServiceId = Text(task.Service?.Value),
        ScheduleId = Text(task.Schedule?.Value),
        Priority = task.Priority,
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

    public static IReadOnlyList<QueuedActionRow>? Unplaceable(TaskDetails details) =>
        details.Live is { Unplaceable.Count: > 0 } live ? [.. live.Unplaceable.Select(Of)] : null;

    private static ActionRow Of(ActionRecord action) => new(
        action.Name,
        action.Task.Value,
        action.Result.IsEmpty ? JsonData.EmptyObject : action.Result,
        action.Stage,
        action.Status,
        action.Node?.Value,
        Time(action.StartedAt),
        Time(action.EndedAt),
        action.ReturnCode,
        action.Failure?.Message,
        action.Attempt,
        action.Retries,
        action.Cached is not null);
}
