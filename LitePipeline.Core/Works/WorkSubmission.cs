using LitePipeline.Core.Schedules;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Core.Works;

/// <summary>A work that wants to come in.</summary>
internal readonly record struct WorkSubmission(WorkId Id, string Name, WorkflowId Workflow, JsonData Input)
{
    public ScheduleId? Schedule { get; init; }
}
