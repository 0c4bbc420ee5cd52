using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>The id of the workflow that was created or changed.</summary>
internal sealed record WorkflowChangedAnswer(Guid WorkflowId, string Result = OkAnswer.Ok);

/// <summary>A part of the list of workflows.</summary>
internal sealed record WorkflowListAnswer(IReadOnlyList<WorkflowRow> Workflows, long Total, int Offset, int Limit, string Result = OkAnswer.Ok);

/// <summary>One workflow.</summary>
internal sealed record WorkflowInfoAnswer(WorkflowRow Info, string Result = OkAnswer.Ok);

/// <summary>A workflow as the original shows it.</summary>
internal sealed record WorkflowRow(
    long Id, Guid WorkflowId, string Name, string CreateAt, string UpdateAt, JsonData Configuration, string Description, bool Enable);
