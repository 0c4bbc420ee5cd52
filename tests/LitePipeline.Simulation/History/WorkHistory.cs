using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Simulation.History;

/// <summary>A work as its commits tell it.</summary>
internal sealed class WorkHistory(WorkRecord record, WorkflowDefinition definition, long addedBy)
{
    /// <summary>The number of the change that it was added by.</summary>
    public long AddedBy => addedBy;

    public WorkRecord Record { get; set; } = record;

    public WorkState State => Record.State;

    public bool IsFinished => State.Stage == RunStage.Finished;

    public WorkflowDefinition Definition { get; set; } = definition;

    public Dictionary<string, WorkStepRecord> Steps { get; } = new(StringComparer.Ordinal);

    public int Restarts { get; set; }
}
