using System.Collections.Immutable;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Logs;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<TaskId> SubmitTaskAsync(SubmitTaskRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "task_name");
        RequestRules.CheckPriority(request.Priority);
        var input = rules.CheckInput(request.Input);
        var id = request.Id ?? new TaskId(Guid.CreateVersion7());
        if (request.Id is null) await SubmitAsync(cancellationToken);
        else await CreateOnceAsync(id.Value, "task", new TaskQuery { Id = id, Limit = 1 }, task => Task.FromResult(Differences(
            ("application", task.Application != request.Application),
            ("name", task.Name != request.Name),
            ("input", Differ(task.Input, input)),
            ("priority", task.Priority != request.Priority))), () => SubmitAsync(CancellationToken.None)).WaitAsync(cancellationToken);
        return id;

        async Task SubmitAsync(CancellationToken token)
        {
            await inputs.CheckAsync(request.Application, input, token);
            await queue.AskAsync(new ManagerInput.SubmitTask(id, request.Name, request.Application, input, request.Priority) { IsIdChosen = request.Id is not null }, token);
        }
    }

    public Task<Page<TaskRecord>> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public Task<Page<ActionRecord>> ListActionsAsync(ActionQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public Task<TaskDetails> GetTaskAsync(TaskId task, CancellationToken cancellationToken = default) => GetTaskAsync(task, actions: true, cancellationToken);

    public async Task<TaskDetails> GetTaskAsync(TaskId task, bool actions, CancellationToken cancellationToken = default)
    {
        var record = await FindTaskAsync(task, cancellationToken);
        var live = record.State.Stage == RunStage.Finished
            ? null
            : (TaskView?)await queue.AskAsync(new ManagerInput.DescribeTask(task), cancellationToken);
        // It may have finished between the two questions: then the record is asked for again, so that both tell of one moment.
        if (live is null && record.State.Stage != RunStage.Finished) record = await FindTaskAsync(task, cancellationToken);
        var rows = actions ? (await store.QueryAsync(new ActionQuery { Tasks = [task] }, cancellationToken)).Items : [];
        return new TaskDetails { Task = record, Actions = rows, Live = live };
    }

    public async Task<TaskDetails> WaitForTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var end = taskWaiters.NextEnd(task);
            var record = await FindTaskAsync(task, cancellationToken);
            if (record.State.Stage == RunStage.Finished)
            {
                taskWaiters.Ended(task);
                return await GetTaskAsync(task, cancellationToken);
            }

            await end.WaitAsync(cancellationToken);
        }
    }

    public async Task StopTaskAsync(TaskId task, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckSignal(signal);
        await FindTaskAsync(task, cancellationToken);
        await queue.AskAsync(new ManagerInput.StopTask(task, signal), cancellationToken);
    }

    public async Task RerunTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        using var visit = await finished.EnterAsync(cancellationToken);
        var (record, actions) = await FindFinishedAsync(task, cancellationToken);
        await inputs.CheckAsync(record.Application, record.Input, cancellationToken);
        await queue.AskAsync(
            new ManagerInput.RerunTask(record, LastAttemptOf(record, actions)) { Artifacts = ArtifactsOf(actions) }, CancellationToken.None);
    }

    public async Task RecoverTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        using var visit = await finished.EnterAsync(cancellationToken);
        var (record, actions) = await FindFinishedAsync(task, cancellationToken);
        await queue.AskAsync(new ManagerInput.RecoverTask(new FinishedTask(record, [.. actions])), CancellationToken.None);
    }

    public async Task DeleteTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        using var visit = await finished.EnterAsync(cancellationToken);
        var record = await FindTaskAsync(task, cancellationToken);
        var actions = await store.QueryAsync(new ActionQuery { Tasks = [task] }, cancellationToken);
        await queue.AskAsync(new ManagerInput.DeleteTask(task) { LastAttempt = LastAttemptOf(record, actions.Items), Artifacts = ArtifactsOf(actions.Items) }, CancellationToken.None);
        await queue.AskAsync(new ManagerInput.DeleteWorkspaces([new(record.Id, record.CreatedAt, record.Service)]), CancellationToken.None);
    }

    private static int LastAttemptOf(TaskRecord task, IReadOnlyList<ActionRecord> actions) => actions.Select(action => action.Attempt).Append(task.State.AttemptBase).Max();

    private static ImmutableArray<Artifact> ArtifactsOf(IReadOnlyList<ActionRecord> actions) =>
        [.. actions.Where(action => !action.Artifacts.IsDefault).SelectMany(action => action.Artifacts)];

    public async Task<IReadOnlyList<TaskId>> DeleteWorkspacesAsync(IReadOnlyList<TaskId> tasks, CancellationToken cancellationToken = default)
    {
        var failed = new List<TaskId>();
        var folders = ImmutableArray.CreateBuilder<Core.Messages.TaskFolder>(tasks.Count);
        foreach (var task in tasks.Distinct())
        {
            var found = await store.QueryAsync(new TaskQuery { Id = task, Limit = 1 }, cancellationToken);
            if (found.Items.Count == 0) failed.Add(task);
            else folders.Add(new(task, found.Items[0].CreatedAt, found.Items[0].Service));
        }

        var unfinished = (IReadOnlyList<TaskId>)(await queue.AskAsync(new ManagerInput.DeleteWorkspaces(folders.DrainToImmutable()), cancellationToken))!;
        return [.. failed, .. unfinished];
    }

    public async Task<Stream> OpenWorkspaceAsync(TaskId task, string action, CancellationToken cancellationToken = default)
    {
        var (record, found) = await FindActionAsync(task, action, cancellationToken);
        return await RequestAsync(Connection(found.Node, action), new StreamRequest.Workspace(new(record.Id, record.CreatedAt, record.Service), action), cancellationToken);
    }

    public Task<Stream> OpenLogAsync(TaskId task, string action, long offset = 0, bool follow = false, int? attempt = null, CancellationToken cancellationToken = default) =>
        OpenLogAsync(task, action, offset, follow, attempt, parts: false, cancellationToken);

    public async Task<IAsyncEnumerator<LogPart>> FollowLogAsync(TaskId task, string action, long offset = 0, int? attempt = null, CancellationToken cancellationToken = default) =>
        LogFrames.Read(await OpenLogAsync(task, action, offset, follow: true, attempt, parts: true, cancellationToken), offset, cancellationToken);

    private async Task<Stream> OpenLogAsync(TaskId task, string action, long offset, bool follow, int? attempt, bool parts, CancellationToken cancellationToken)
    {
        if (attempt < 1) throw Refused(ErrorCode.InvalidParameters, $"The attempt is {attempt}; give a number of 1 or more, or none for the latest.", "attempt");
        var (record, found) = await FindActionAsync(task, action, cancellationToken);
        var channel = Connection(attempt is { } number ? NodeOf(found, number) : found.Node, action);
        return await RequestAsync(channel, new StreamRequest.Log(new(record.Id, record.CreatedAt, record.Service), action, offset, follow, attempt, parts), cancellationToken);
    }

    private async Task<TaskRecord> FindTaskAsync(TaskId task, CancellationToken cancellationToken)
    {
        var found = await store.QueryAsync(new TaskQuery { Id = task, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.TaskNotExists, $"There is no task {task}; list the tasks to find the right id.", "task_id");
    }

    private async Task<(TaskRecord Task, IReadOnlyList<ActionRecord> Actions)> FindFinishedAsync(TaskId task, CancellationToken cancellationToken)
    {
        var record = await FindTaskAsync(task, cancellationToken);
        await RefuseIfOwnedAsync(record, cancellationToken);
        var actions = await store.QueryAsync(new ActionQuery { Tasks = [task] }, cancellationToken);
        return (record, actions.Items);
    }

    // What a work or a service has made of its task's end would not be true any more.
    private async Task RefuseIfOwnedAsync(TaskRecord task, CancellationToken cancellationToken)
    {
        if (task.Work is { } work && (await store.QueryAsync(new WorkQuery { Id = work, Limit = 1 }, cancellationToken)).Items.Count > 0)
            throw Refused(ErrorCode.OperationFailed, $"The task {task.Id} belongs to the work {work}; rerun or recover the work, which also runs what comes after this task.", "task_id");
        if (task.Service is { } service && (await store.QueryAsync(new ServiceQuery { Id = service, Limit = 1 }, cancellationToken)).Items.Count > 0)
            throw Refused(ErrorCode.OperationFailed, $"The task {task.Id} belongs to the service {service}, which starts a new task whenever it is to run; enable the service.", "task_id");
    }

    private async Task<(TaskRecord Task, ActionRecord Action)> FindActionAsync(TaskId task, string action, CancellationToken cancellationToken)
    {
        var record = await FindTaskAsync(task, cancellationToken);
        var found = await store.QueryAsync(new ActionQuery { Tasks = [task], Name = action, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? (record, found.Items[0]) : throw Refused(ErrorCode.ActionNotRun, $"The task has not run an action named '{action}'.", "name");
    }

    private static NodeId? NodeOf(ActionRecord action, int attempt)
    {
        if (attempt == action.Attempt) return action.Node;
        if (attempt > action.Attempt) throw Refused(ErrorCode.ActionNotRun, $"The action '{action.Name}' has not had an attempt {attempt} yet; the latest is {action.Attempt}.", "attempt");
        var earlier = action.Earlier.FirstOrDefault(earlier => earlier.Attempt == attempt);
        return earlier is not null ? earlier.Node : throw Refused(
            ErrorCode.ActionNotRun,
            $"Attempt {attempt} of the action '{action.Name}' is not known any more: only the last 100 attempts since the task was last rerun are. Give one of: {string.Join(", ", action.Earlier.Select(known => known.Attempt).Append(action.Attempt))}.",
            "attempt");
    }

    private INodeChannel Connection(NodeId? node, string action)
    {
        if (node is not { } known) throw Refused(ErrorCode.ActionNoNodeId, $"The action '{action}' waits for a node.", "name");
        return sessions.Find(known) ?? throw Refused(ErrorCode.NodeNotExists, $"The node {known} that ran '{action}' is not connected; its files can be had when it is back.", "name");
    }

    private static async Task<Stream> RequestAsync(INodeChannel channel, StreamRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.RequestStreamAsync(request, cancellationToken);
        }
        catch (StreamRefusedException refused)
        {
            throw Refused(ErrorCode.OperationFailed, refused.Message, "name");
        }
        catch (ProtocolException cut)
        {
            throw Refused(ErrorCode.NodeNotExists, $"The connection to the node was cut: {cut.Message}", "name");
        }
    }
}
