using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<WorkflowId> CreateWorkflowAsync(CreateWorkflowRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "name");
        var configuration = rules.CheckConfiguration(request.Configuration);
        var definition = DefinitionReader.ReadWorkflow(configuration.Utf8);
        var id = request.Id ?? new WorkflowId(Guid.CreateVersion7());
        if (request.Id is null) await CreateAsync(cancellationToken);
        else await CreateOnceAsync(id.Value, "workflow", new WorkflowQuery { Id = id, Limit = 1 }, workflow => Task.FromResult(IsChanged(workflow.CreatedAt, workflow.UpdatedAt) ? [] : Differences(
            ("name", workflow.Name != request.Name),
            ("description", workflow.Description != request.Description),
            ("configuration", Differ(workflow.Configuration, configuration)),
            ("state of being enabled", workflow.Enabled != request.Enabled))), () => CreateAsync(CancellationToken.None)).WaitAsync(cancellationToken);
        return id;

        Task CreateAsync(CancellationToken token) =>
            queue.AskAsync(new ManagerInput.CreateWorkflow(id, request.Name, request.Description, configuration, definition, request.Enabled), token);
    }

    public async Task UpdateWorkflowAsync(WorkflowId workflow, UpdateWorkflowRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Name is not null) RequestRules.CheckName(request.Name, "name");
        var configuration = rules.CheckConfiguration(request.Configuration);
        var definition = DefinitionReader.ReadWorkflow(configuration.Utf8);
        // As with the original, whose client sends an empty object for "leave it".
        var input = definition.Applications.IsEmpty
            ? new ManagerInput.UpdateWorkflow(workflow, request.Name, request.Description, default, null, request.Enabled)
            : new ManagerInput.UpdateWorkflow(workflow, request.Name, request.Description, configuration, definition, request.Enabled);
        await queue.AskAsync(input, cancellationToken);
    }

    public Task<Page<WorkflowRecord>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<WorkflowRecord> GetWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default)
    {
        var found = await store.QueryAsync(new WorkflowQuery { Id = workflow, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.WorkflowNotExists, $"There is no workflow {workflow}; list the workflows to find the right id.", "workflow_id");
    }

    public async Task DeleteWorkflowAsync(WorkflowId workflow, CancellationToken cancellationToken = default) =>
        await queue.AskAsync(new ManagerInput.DeleteWorkflow(workflow), cancellationToken);
}
