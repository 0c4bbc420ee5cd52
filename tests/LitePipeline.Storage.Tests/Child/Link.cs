using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Child;

/// <summary>A chain of commits, of which a part shows: each adds a task with an action and a work with a step, and ends the task before.</summary>
internal static class Link
{
    public static StoreChange[] Number(long number)
    {
        var data = JsonData.From(new { text = new string('x', (int)(number % 7 * 700)) });
        StoreChange[] changes =
        [
            new StoreChange.AddTask(Sample.Task(number) with { Input = data }),
            new StoreChange.SaveAction(Sample.Action(number, "only") with { Result = data }),
            new StoreChange.AddWork(Sample.Work(number)),
            new StoreChange.SaveWorkStep(Sample.Step(number, "only")),
        ];
        return number == 1 ? changes : [.. changes, new StoreChange.UpdateTask(Sample.TaskId(number - 1), Sample.TaskState(RunStage.Finished, RunStatus.Success))];
    }

    /// <summary>Sees that the store has whole commits, and returns how many.</summary>
    public static async Task<long> CountWholeAsync(IPipelineStore store)
    {
        var snapshot = await store.LoadAsync(CancellationToken.None);
        var last = snapshot.LastTaskSequence;
        Assert.Equal(last, snapshot.LastWorkSequence);
        Assert.Equal(last, snapshot.WorkSteps.Count);
        Assert.Equal(Math.Min(last, 1), snapshot.Tasks.Count);
        var tasks = await store.QueryAsync(new TaskQuery(), CancellationToken.None);
        Assert.Equal(last, tasks.Total);
        foreach (var task in tasks.Items)
        {
            Assert.Equal(task.Sequence == last ? RunStage.Pending : RunStage.Finished, task.State.Stage);
            Assert.Equal(((StoreChange.AddTask)Number(task.Sequence)[0]).Task.Input, task.Input);
        }

        Assert.Equal(last, (await store.QueryAsync(new ActionQuery { Tasks = [.. tasks.Items.Select(task => task.Id)] }, CancellationToken.None)).Total);
        return last;
    }
}
