using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core;

public partial interface IPipelineManager
{
    /// <summary>Adds a workflow.</summary>
    /// <exception cref="DefinitionInvalidException">Its configuration breaks the rules.</exception>
    Task<WorkflowId> CreateWorkflowAsync(CreateWorkflowRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes a workflow; what is null stays. Works that exist keep the configuration that they have.</summary>
    /// <exception cref="DefinitionInvalidException">Its configuration breaks the rules.</exception>
    Task UpdateWorkflowAsync(WorkflowId workflow, UpdateWorkflowRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists workflows, newest first.</summary>
    Task<Page<WorkflowRecord>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one workflow.</summary>
    Task<WorkflowRecord> GetWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default);

    /// <summary>Removes a workflow; its works go on.</summary>
    Task DeleteWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default);

    /// <summary>Accepts a work of an enabled workflow.</summary>
    Task<WorkId> CreateWorkAsync(CreateWorkRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists works, newest first.</summary>
    Task<Page<WorkRecord>> ListWorksAsync(WorkQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists the applications of works.</summary>
    Task<Page<WorkStepRecord>> ListWorkStepsAsync(WorkStepQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one work with its applications.</summary>
    Task<WorkDetails> GetWorkAsync(WorkId work, CancellationToken cancellationToken = default);

    /// <summary>Completes when the work has its final status.</summary>
    Task<WorkDetails> WaitForWorkAsync(WorkId work, CancellationToken cancellationToken = default);

    /// <summary>Stops a work: no more of it starts, its tasks get the signal.</summary>
    Task StopWorkAsync(WorkId work, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default);

    /// <summary>Runs a finished work anew under the same id, all of it, with new tasks.</summary>
    Task RerunWorkAsync(WorkId work, CancellationToken cancellationToken = default);

    /// <summary>Runs again what of a finished work has not succeeded, under the same ids.</summary>
    Task RecoverWorkAsync(WorkId work, CancellationToken cancellationToken = default);

    /// <summary>Removes a finished work; its tasks stay.</summary>
    Task DeleteWorkAsync(WorkId work, CancellationToken cancellationToken = default);
}

/// <summary>A workflow to add.</summary>
/// <param name="Name">Its name, 1 to 255 characters.</param>
/// <param name="Configuration">The graph of its applications, an object; empty, or without members, where it is still to come: until then no work of it can be created.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Enabled">Whether works of it may be created.</param>
public sealed record CreateWorkflowRequest(string Name, JsonData Configuration, string Description = "", bool Enabled = false)
{
    /// <summary>Its id, chosen by the caller so that a repeated request is recognised: the second one with the same content returns the same workflow, another content is refused. Null to have one made.</summary>
    public WorkflowId? Id { get; init; }
}

/// <summary>What of a workflow is to change; null, and a configuration that is empty or an object without members, stay as they are.</summary>
public sealed record UpdateWorkflowRequest
{
    /// <summary>The name, 1 to 255 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The graph of its applications, an object.</summary>
    public JsonData Configuration { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether works of it may be created.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>What a work is to run.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Name">The work's name, 1 to 255 characters.</param>
/// <param name="Input">The input of its applications, an object; <c>{}</c> where it is empty.</param>
public sealed record CreateWorkRequest(WorkflowId Workflow, string Name, JsonData Input = default)
{
    /// <summary>Its id, chosen by the caller so that a repeated request is recognised: the second one with the same content returns the same work, another content is refused. Null to have one made.</summary>
    public WorkId? Id { get; init; }
}

/// <summary>A work with its applications.</summary>
public sealed record WorkDetails
{
    /// <summary>The work.</summary>
    public required WorkRecord Work { get; init; }

    /// <summary>The applications that were started, in the order in which they were; of those that have not finished, the stage is their task's.</summary>
    public required IReadOnlyList<WorkStepRecord> Steps { get; init; }
}
