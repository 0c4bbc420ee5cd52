using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<WorkId> CreateWorkAsync(CreateWorkRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "name");
        var input = rules.CheckInput(request.Input);
        var id = request.Id ?? new WorkId(Guid.CreateVersion7());
        if (request.Id is null) await CreateAsync(cancellationToken);
        else await CreateOnceAsync(id.Value, "work", new WorkQuery { Id = id, Limit = 1 }, work => Task.FromResult(Differences(
            ("workflow", work.Workflow != request.Workflow),
            ("name", work.Name != request.Name),
            ("input", Differ(work.Input, input)))), () => CreateAsync(CancellationToken.None)).WaitAsync(cancellationToken);
        return id;

        async Task CreateAsync(CancellationToken token)
        {
            await inputs.CheckAsync(request.Workflow, input, token);
            await queue.AskAsync(new ManagerInput.CreateWork(id, request.Name, request.Workflow, input), token);
        }
    }

    public Task<Page<WorkRecord>> ListWorksAsync(WorkQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public Task<Page<WorkStepRecord>> ListWorkStepsAsync(WorkStepQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<WorkDetails> GetWorkAsync(WorkId work, CancellationToken cancellationToken = default)
    {
        var record = await FindWorkAsync(work, cancellationToken);
        while (true)
        {
            var stages = record.State.Stage == RunStage.Finished ? [] : await StagesOfTasksAsync(work, cancellationToken);
            var steps = await store.QueryAsync(new WorkStepQuery { Works = [work] }, cancellationToken);
            var before = record;
            record = await FindWorkAsync(work, cancellationToken);
            // It may have gone on between the questions: then all is asked for again, so that the answers tell of one moment.
            if (record.State != before.State) continue;
            return new WorkDetails { Work = record, Steps = [.. steps.Items.Select(step => WithStage(step, stages))] };
        }
    }

    public async Task<WorkDetails> WaitForWorkAsync(WorkId work, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var end = workWaiters.NextEnd(work);
            var record = await FindWorkAsync(work, cancellationToken);
            if (record.State.Stage == RunStage.Finished)
            {
                workWaiters.Ended(work);
                return await GetWorkAsync(work, cancellationToken);
            }

            await end.WaitAsync(cancellationToken);
        }
    }

    public async Task StopWorkAsync(WorkId work, StopSignal signal = StopSignal.Kill, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckSignal(signal);
        await FindWorkAsync(work, cancellationToken);
        await queue.AskAsync(new ManagerInput.StopWork(work, signal), cancellationToken);
    }

    public async Task RerunWorkAsync(WorkId work, CancellationToken cancellationToken = default)
    {
        using var visit = await finished.EnterAsync(cancellationToken);
        await queue.AskAsync(new ManagerInput.RerunWork(await FindWorkAsync(work, cancellationToken)), CancellationToken.None);
    }

    public async Task RecoverWorkAsync(WorkId work, CancellationToken cancellationToken = default)
    {
        using var visit = await finished.EnterAsync(cancellationToken);
        var record = await FindWorkAsync(work, cancellationToken);
        var steps = await store.QueryAsync(new WorkStepQuery { Works = [work] }, cancellationToken);
        var open = steps.Items.Where(step => step.Status != RunStatus.Success).Select(step => step.Task).ToHashSet();
        var tasks = record.State.Stage == RunStage.Finished && open.Count > 0 ? await FinishedTasksAsync(work, open, cancellationToken) : [];
        await queue.AskAsync(new ManagerInput.RecoverWork(record, [.. steps.Items], [.. tasks]), CancellationToken.None);
    }

    public async Task DeleteWorkAsync(WorkId work, CancellationToken cancellationToken = default)
    {
        using var visit = await finished.EnterAsync(cancellationToken);
        await FindWorkAsync(work, cancellationToken);
        await queue.AskAsync(new ManagerInput.DeleteWork(work), CancellationToken.None);
    }

    private async Task<WorkRecord> FindWorkAsync(WorkId work, CancellationToken cancellationToken)
    {
        var found = await store.QueryAsync(new WorkQuery { Id = work, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.WorkNotExists, $"There is no work {work}; list the works to find the right id.", "work_id");
    }

    // A work has tasks of its earlier runs too, and of all of them only those that run now say more than its own rows.
    private async Task<Dictionary<TaskId, RunStage>> StagesOfTasksAsync(WorkId work, CancellationToken cancellationToken)
    {
        var stages = new Dictionary<TaskId, RunStage>();
        foreach (var stage in (RunStage[])[RunStage.Recovering, RunStage.Running, RunStage.Stopping])
        {
            var tasks = await store.QueryAsync(new TaskQuery { Work = work, Stage = stage }, cancellationToken);
            foreach (var task in tasks.Items) stages[task.Id] = stage;
        }

        return stages;
    }

    private static WorkStepRecord WithStage(WorkStepRecord step, Dictionary<TaskId, RunStage> stages) =>
        step.Stage != RunStage.Finished && step.Task is { } task && stages.TryGetValue(task, out var stage) ? step with { Stage = stage } : step;

    private async Task<IEnumerable<FinishedTask>> FinishedTasksAsync(WorkId work, HashSet<TaskId?> which, CancellationToken cancellationToken)
    {
        var tasks = await store.QueryAsync(new TaskQuery { Work = work, Stage = RunStage.Finished }, cancellationToken);
        TaskRecord[] wanted = [.. tasks.Items.Where(task => which.Contains(task.Id))];
        var actions = await store.QueryAsync(new ActionQuery { Tasks = [.. wanted.Select(task => task.Id)] }, cancellationToken);
        var byTask = actions.Items.ToLookup(action => action.Task);
        return wanted.Select(task => new FinishedTask(task, [.. byTask[task.Id]]));
    }
}
