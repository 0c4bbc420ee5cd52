#pragma warning disable CA1822 // to go with the part that is not there yet
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public Task<WorkflowId> CreateWorkflowAsync(CreateWorkflowRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task UpdateWorkflowAsync(WorkflowId workflow, UpdateWorkflowRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<WorkflowRecord>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<WorkflowRecord> GetWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<WorkId> CreateWorkAsync(CreateWorkRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<WorkRecord>> ListWorksAsync(WorkQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<Page<WorkStepRecord>> ListWorkStepsAsync(WorkStepQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<WorkDetails> GetWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<WorkDetails> WaitForWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task StopWorkAsync(WorkId work, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task RerunWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task RecoverWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task DeleteWorkAsync(WorkId work, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
