using System.Collections.Immutable;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<TaskId> SubmitTaskAsync(SubmitTaskRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "task_name");
        var input = rules.CheckInput(request.Input);
        var id = new TaskId(Guid.CreateVersion7());
        await queue.AskAsync(new ManagerInput.SubmitTask(id, request.Name, request.Application, input), cancellationToken);
        return id;
    }

    public Task<Page<TaskRecord>> ListTasksAsync(TaskQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public Task<Page<ActionRecord>> ListActionsAsync(ActionQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<TaskDetails> GetTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        var record = await FindTaskAsync(task, cancellationToken);
        var live = record.State.Stage == RunStage.Finished
            ? null
            : (TaskView?)await queue.AskAsync(new ManagerInput.DescribeTask(task), cancellationToken);
        // It may have finished between the two questions: then the record is asked for again, so that both tell of one moment.
        if (live is null && record.State.Stage != RunStage.Finished) record = await FindTaskAsync(task, cancellationToken);
        var actions = await store.QueryAsync(new ActionQuery { Tasks = [task] }, cancellationToken);
        return new TaskDetails { Task = record, Actions = actions.Items, Live = live };
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
        CheckSignal(signal);
        await FindTaskAsync(task, cancellationToken);
        await queue.AskAsync(new ManagerInput.StopTask(task, signal), cancellationToken);
    }

    public async Task DeleteTaskAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        var record = await FindTaskAsync(task, cancellationToken);
        await queue.AskAsync(new ManagerInput.DeleteTask(task), cancellationToken);
        await queue.AskAsync(new ManagerInput.DeleteWorkspaces([new(record.Id, record.CreatedAt, record.Service)]), cancellationToken);
    }

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
        var (record, channel) = await FindNodeAsync(task, action, cancellationToken);
        return await RequestAsync(channel, new StreamRequest.Workspace(new(record.Id, record.CreatedAt, record.Service), action), cancellationToken);
    }

    public async Task<Stream> OpenLogAsync(TaskId task, string action, long offset = 0, bool follow = false, int? attempt = null, CancellationToken cancellationToken = default)
    {
        if (offset < 0) throw Refused(ErrorCode.InvalidParameters, "The offset is negative; give the number of bytes to pass over, 0 or more.", "offset");
        var (record, channel) = await FindNodeAsync(task, action, cancellationToken);
        return await RequestAsync(channel, new StreamRequest.Log(new(record.Id, record.CreatedAt, record.Service), action, offset, follow, attempt), cancellationToken);
    }

    private static void CheckSignal(StopSignal signal)
    {
        if (!Enum.IsDefined(signal)) throw Refused(ErrorCode.InvalidParameters, $"The signal {(int)signal} is not known; give -9 (kill) or -15 (terminate).", "signal");
    }

    private async Task<TaskRecord> FindTaskAsync(TaskId task, CancellationToken cancellationToken)
    {
        var found = await store.QueryAsync(new TaskQuery { Id = task, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.TaskNotExists, $"There is no task {task}; list the tasks to find the right id.", "task_id");
    }

    private async Task<(TaskRecord Task, INodeChannel Channel)> FindNodeAsync(TaskId task, string action, CancellationToken cancellationToken)
    {
        var record = await FindTaskAsync(task, cancellationToken);
        var found = await store.QueryAsync(new ActionQuery { Tasks = [task], Name = action, Limit = 1 }, cancellationToken);
        if (found.Items.Count == 0) throw Refused(ErrorCode.ActionNotRun, $"The task has not run an action named '{action}'.", "name");
        if (found.Items[0].Node is not { } node) throw Refused(ErrorCode.ActionNoNodeId, $"The action '{action}' waits for a node.", "name");
        return sessions.Find(node) is { } channel
            ? (record, channel)
            : throw Refused(ErrorCode.NodeNotExists, $"The node {node} that ran '{action}' is not connected; its files can be had when it is back.", "name");
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
