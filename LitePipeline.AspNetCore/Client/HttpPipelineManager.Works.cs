using System.Net.Http.Json;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public async Task<WorkflowId> CreateWorkflowAsync(CreateWorkflowRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = new CreateWorkflowPayload(request.Name, request.Configuration.IsEmpty ? JsonData.EmptyObject : request.Configuration, request.Description, request.Enabled, request.Id);
        return new WorkflowId(await _exchange.CreateAsync(Routes.V1.Workflows, payload, ApiJsonContext.Default.CreateWorkflowPayload, cancellationToken));
    }

    /// <inheritdoc/>
    public Task UpdateWorkflowAsync(WorkflowId workflow, UpdateWorkflowRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = new UpdateWorkflowPayload(request.Name, request.Configuration.IsEmpty ? null : request.Configuration, request.Description, request.Enabled);
        return _exchange.TellAsync(HttpMethod.Patch, Routes.V1.Workflow.With(workflow), JsonContent.Create(payload, ApiJsonContext.Default.UpdateWorkflowPayload), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Page<WorkflowRecord>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Workflows, query).With("id", query.Id).With("name", query.Name).ToString(), ApiJsonContext.Default.PagePayloadWorkflowRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<WorkflowRecord> GetWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Workflow.With(workflow), ApiJsonContext.Default.WorkflowRecord, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Workflow.With(workflow), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public async Task<WorkId> CreateWorkAsync(CreateWorkRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = new CreateWorkPayload(request.Workflow, request.Name, request.Input.IsEmpty ? JsonData.EmptyObject : request.Input, request.Id);
        return new WorkId(await _exchange.CreateAsync(Routes.V1.Works, payload, ApiJsonContext.Default.CreateWorkPayload, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Page<WorkRecord>> ListWorksAsync(WorkQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Works, query).With("id", query.Id).With("workflow", query.Workflow).With("schedule", query.Schedule).With("name", query.Name)
            .With("stage", query.Stage).With("status", query.Status).ToString(),
        ApiJsonContext.Default.PagePayloadWorkRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<WorkStepRecord>> ListWorkStepsAsync(WorkStepQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var payload = new StepQueryPayload(query.Works, query.Offset, query.Limit);
        return _exchange.PostAsync(Routes.V1.StepQuery, payload, ApiJsonContext.Default.StepQueryPayload, ApiJsonContext.Default.PageWorkStepRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<WorkDetails> GetWorkAsync(WorkId work, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Work.With(work), ApiJsonContext.Default.WorkDetails, cancellationToken);

    /// <inheritdoc/>
    public async Task<WorkDetails> WaitForWorkAsync(WorkId work, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var details = await _exchange.GetAsync(Routes.V1.WorkWait.With(work), ApiJsonContext.Default.WorkDetails, cancellationToken);
            if (details.Work.State.Stage == RunStage.Finished) return details;
        }
    }

    /// <inheritdoc/>
    public Task StopWorkAsync(WorkId work, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, new Address(Routes.V1.WorkStop.With(work)).With("signal", (int)signal).ToString(), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task RerunWorkAsync(WorkId work, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.WorkRerun.With(work), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task RecoverWorkAsync(WorkId work, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.WorkRecover.With(work), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task DeleteWorkAsync(WorkId work, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Work.With(work), cancellationToken: cancellationToken);
}
