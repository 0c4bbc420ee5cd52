using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public async Task<TaskId> SubmitTaskAsync(SubmitTaskRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = new SubmitTaskPayload(request.Application, request.Name, request.Input.IsEmpty ? JsonData.EmptyObject : request.Input, request.Priority, request.Id);
        return new TaskId(await _exchange.CreateAsync(Routes.V1.Tasks, payload, ApiJsonContext.Default.SubmitTaskPayload, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Page<TaskRecord>> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default) => _exchange.ListAsync(
        Address.Of(Routes.V1.Tasks, query).With("id", query.Id).With("application", query.Application).With("work", query.Work).With("service", query.Service)
            .With("schedule", query.Schedule).With("name", query.Name).With("stage", query.Stage).With("status", query.Status).ToString(),
        ApiJsonContext.Default.PagePayloadTaskRecord, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<ActionRecord>> ListActionsAsync(ActionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var payload = new ActionQueryPayload(query.Tasks, query.Name, query.Stage is { } stage ? Parameter.Word(stage) : null, query.Offset, query.Limit);
        return _exchange.PostAsync(Routes.V1.ActionQuery, payload, ApiJsonContext.Default.ActionQueryPayload, ApiJsonContext.Default.PageActionRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TaskDetails> GetTaskAsync(TaskId task, CancellationToken cancellationToken = default) => GetTaskAsync(task, actions: true, cancellationToken);

    /// <inheritdoc/>
    public Task<TaskDetails> GetTaskAsync(TaskId task, bool actions, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(new Address(Routes.V1.Task.With(task)).With("actions", actions).ToString(), ApiJsonContext.Default.TaskDetails, cancellationToken);

    /// <inheritdoc/>
    public Task<TaskGraphView> GetTaskGraphAsync(TaskId task, CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.TaskGraph.With(task), ApiJsonContext.Default.TaskGraphView, cancellationToken);

    /// <inheritdoc/>
    public async Task<TaskDetails> WaitForTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var details = await _exchange.GetAsync(Routes.V1.TaskWait.With(task), ApiJsonContext.Default.TaskDetails, cancellationToken);
            if (details.Task.State.Stage == RunStage.Finished) return details;
        }
    }

    /// <inheritdoc/>
    public Task StopTaskAsync(TaskId task, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, new Address(Routes.V1.TaskStop.With(task)).With("signal", (int)signal).ToString(), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task RerunTaskAsync(TaskId task, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.TaskRerun.With(task), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task RecoverTaskAsync(TaskId task, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.TaskRecover.With(task), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task DeleteTaskAsync(TaskId task, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Task.With(task), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenWorkspaceAsync(TaskId task, string action, CancellationToken cancellationToken = default) =>
        _exchange.OpenAsync(Routes.V1.ActionWorkspace.With(task, action), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenLogAsync(TaskId task, string action, long offset = 0, bool follow = false, int? attempt = null, CancellationToken cancellationToken = default) =>
        _exchange.OpenAsync(LogAddress(Routes.V1.ActionLog, task, action, offset).With("follow", follow).With("attempt", attempt).ToString(), cancellationToken);

    /// <inheritdoc/>
    public async Task<IAsyncEnumerator<LogPart>> FollowLogAsync(TaskId task, string action, long offset = 0, int? attempt = null, CancellationToken cancellationToken = default) => new RemoteLog(
        await _exchange.OpenAsync(LogAddress(Routes.V1.ActionLogEvents, task, action, offset).With("attempt", attempt).ToString(), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<Page<ArtifactRecord>> ListArtifactsAsync(ArtifactQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var task = query.Task ?? throw ArtifactQuery.LacksTask();
        var address = Address.Of(Routes.V1.TaskArtifacts.With(task), query).With("action", query.Action).With("path", query.Path).With("sha256", query.Sha256);
        return await _exchange.GetAsync(address.ToString(), ApiJsonContext.Default.PageArtifactRecord, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ArtifactContent> OpenArtifactAsync(TaskId task, string action, string path, CancellationToken cancellationToken = default)
    {
        // Where there is none, the refusal of the file says so.
        var content = await _exchange.OpenAsync(Routes.V1.TaskArtifact.With(task, action, path), cancellationToken);
        var found = await ListArtifactsAsync(new ArtifactQuery { Task = task, Action = action, Path = path, Limit = 1 }, cancellationToken);
        if (found.Items is [var artifact]) return new ArtifactContent(artifact, content);
        await content.DisposeAsync();
        throw new RequestRefusedException(new Refusal(ErrorCode.ArtifactNotExists, $"The task {task} was removed while its artifact was opened.", "path"));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaskId>> DeleteWorkspacesAsync(IReadOnlyList<TaskId> tasks, CancellationToken cancellationToken = default)
    {
        var payload = new DeleteWorkspacesPayload(tasks);
        return (await _exchange.PostAsync(Routes.V1.WorkspaceDelete, payload, ApiJsonContext.Default.DeleteWorkspacesPayload, ApiJsonContext.Default.DeletedWorkspacesPayload, cancellationToken)).Failed;
    }

    private static Address LogAddress(string route, TaskId task, string action, long offset)
    {
        var address = new Address(route.With(task, action));
        return offset < 0 ? address.With("tail", -offset) : address.With("offset", offset);
    }
}
