using System.Text.Json.Serialization;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>A task was accepted.</summary>
internal sealed record TaskCreatedAnswer(Guid TaskId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of tasks.</summary>
internal sealed record TaskListAnswer(IReadOnlyList<TaskRow> Tasks, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One task; what runs of it while it runs. <c>task_waiting_info</c>, what of it no node can serve and why, is ours.</summary>
internal sealed record TaskInfoAnswer(
    TaskRow TaskInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RunningActionRow>? TaskRunningInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<QueuedActionRow>? TaskWaitingInfo,
    string Result = OkAnswer.Ok);

/// <summary>The workspaces were removed, but for those of these tasks.</summary>
internal sealed record WorkspacesDeletedAnswer(IReadOnlyList<Guid> FailedTaskIds, string Result = OkAnswer.Ok);
