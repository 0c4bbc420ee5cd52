using System.Text.Json.Serialization;
using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>Who answers.</summary>
internal sealed record AboutAnswer(string Message);

/// <summary>Done.</summary>
internal sealed record OkAnswer(string Result = OkAnswer.Ok)
{
    /// <summary>The value of <c>result</c> in every answer that is not a refusal.</summary>
    public const string Ok = "ok";
}

/// <summary>Not done, and nothing has changed: the error's name, what is wrong and what to do, and the field.</summary>
internal sealed record RefusedAnswer(
    string Result,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field);

/// <summary>An application was created.</summary>
internal sealed record AppCreatedAnswer(Guid AppId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of applications.</summary>
internal sealed record AppListAnswer(IReadOnlyList<AppRow> Apps, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One application; its configuration where it was asked for.</summary>
internal sealed record AppInfoAnswer(
    AppRow AppInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonData? AppConfig,
    string Result = OkAnswer.Ok);

/// <summary>An application as the original shows it.</summary>
internal sealed record AppRow(long Id, Guid ApplicationId, string Name, string CreateAt, string UpdateAt, string Sha1, string Description);

/// <summary>A task was accepted.</summary>
internal sealed record TaskCreatedAnswer(Guid TaskId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of tasks.</summary>
internal sealed record TaskListAnswer(IReadOnlyList<TaskRow> Tasks, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One task; what runs of it while it runs.</summary>
internal sealed record TaskInfoAnswer(
    TaskRow TaskInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RunningActionRow>? TaskRunningInfo,
    string Result = OkAnswer.Ok);

/// <summary>The workspaces were removed, but for those of these tasks.</summary>
internal sealed record WorkspacesDeletedAnswer(IReadOnlyList<Guid> FailedTaskIds, string Result = OkAnswer.Ok);
