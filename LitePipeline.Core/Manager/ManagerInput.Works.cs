using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Manager;

public abstract partial record ManagerInput
{
    /// <summary>Adds a workflow.</summary>
    public sealed record CreateWorkflow(WorkflowId Id, string Name, string Description, JsonData Configuration, WorkflowDefinition Definition, bool Enabled) : ManagerInput;

    /// <summary>Changes a workflow; what is null stays. Works that exist keep the configuration that they have.</summary>
    public sealed record UpdateWorkflow(WorkflowId Id, string? Name, string? Description, JsonData Configuration, WorkflowDefinition? Definition, bool? Enabled) : ManagerInput;

    /// <summary>Removes a workflow; its works go on.</summary>
    public sealed record DeleteWorkflow(WorkflowId Id) : ManagerInput;

    /// <summary>Accepts a work of an enabled workflow.</summary>
    public sealed record CreateWork(WorkId Id, string Name, WorkflowId Workflow, JsonData Input) : ManagerInput;

    /// <summary>Stops a work: no more of it starts, its tasks get the signal.</summary>
    public sealed record StopWork(WorkId Id, StopSignal Signal) : ManagerInput;

    /// <summary>Runs a finished work anew, all of it, with new tasks and the workflow's current configuration. The shell has looked it up and lets nobody else touch finished works meanwhile.</summary>
    public sealed record RerunWork(WorkRecord Work) : ManagerInput;

    /// <summary>Runs again what of a finished work has not succeeded: its failed tasks are recovered under their ids. The shell has looked it all up, as for a rerun.</summary>
    /// <param name="Work">The work as the store has it.</param>
    /// <param name="Steps">Its applications.</param>
    /// <param name="Tasks">The tasks of those that have not succeeded.</param>
    public sealed record RecoverWork(WorkRecord Work, ImmutableArray<WorkStepRecord> Steps, ImmutableArray<FinishedTask> Tasks) : ManagerInput;

    /// <summary>Removes a finished work; its tasks stay.</summary>
    public sealed record DeleteWork(WorkId Id) : ManagerInput;
}
