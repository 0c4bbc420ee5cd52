#pragma warning disable CA1822 // to go with the part that is not there yet
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public Task<WorkflowId> CreateWorkflowAsync(CreateWorkflowRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task UpdateWorkflowAsync(WorkflowId workflow, UpdateWorkflowRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Page<WorkflowRecord>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<WorkflowRecord> GetWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task DeleteWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<WorkId> CreateWorkAsync(CreateWorkRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Page<WorkRecord>> ListWorksAsync(WorkQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Page<WorkStepRecord>> ListWorkStepsAsync(WorkStepQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<WorkDetails> GetWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<WorkDetails> WaitForWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task StopWorkAsync(WorkId work, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task RerunWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task RecoverWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task DeleteWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
