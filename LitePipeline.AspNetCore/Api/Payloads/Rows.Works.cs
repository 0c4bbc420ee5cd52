using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Api.Payloads;

internal static partial class Rows
{
    public static WorkflowRow Of(WorkflowRecord workflow) => new(
        workflow.Sequence, workflow.Id.Value, workflow.Name, Time(workflow.CreatedAt), Time(workflow.UpdatedAt), workflow.Configuration, workflow.Description, workflow.Enabled);

    public static WorkRow Of(WorkRecord work, IEnumerable<WorkStepRecord> steps) => new()
    {
        Id = work.Sequence,
        WorkId = work.Id.Value,
        Name = work.Name,
        WorkflowId = work.Workflow.Value,
        ScheduleId = Text(work.Schedule?.Value),
        CreateAt = Time(work.CreatedAt),
        StartAt = Time(work.State.StartedAt),
        UpdateAt = Time(work.State.UpdatedAt),
        EndAt = Time(work.State.EndedAt),
        Stage = work.State.Stage,
        Status = work.State.Status,
        Message = work.State.Message,
        InputData = work.Input,
        Configuration = work.Configuration,
        Result = new OrderedDictionary<string, WorkStepRow>(steps.Select(step => KeyValuePair.Create(step.Name, Of(step)))),
    };

    private static WorkStepRow Of(WorkStepRecord step) => new(
        step.Name,
        step.Application.Value,
        step.Task?.Value,
        step.Stage,
        step.Status,
        step.Status != RunStatus.Success ? null : step.Output.IsEmpty ? JsonData.EmptyObject : step.Output,
        step.Message);
}
