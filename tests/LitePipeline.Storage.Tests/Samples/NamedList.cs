using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>A list whose items have names: how an item comes into it, and how it is asked for.</summary>
internal sealed record NamedList(string Kind, Func<long, string, StoreChange> Add, Func<IPipelineStore, string?, int, int, long?, Task<(IReadOnlyList<long> Sequences, long Total)>> AskAsync)
{
    public static IReadOnlyList<NamedList> All { get; } =
    [
        new("tasks", (number, name) => new StoreChange.AddTask(Sample.Task(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new TaskQuery { Name = name, Offset = offset, Limit = limit, After = after }, task => task.Sequence)),
        new("works", (number, name) => new StoreChange.AddWork(Sample.Work(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new WorkQuery { Name = name, Offset = offset, Limit = limit, After = after }, work => work.Sequence)),
        new("applications", (number, name) => new StoreChange.SaveApplication(Sample.Application(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new ApplicationQuery { Name = name, Offset = offset, Limit = limit, After = after }, application => application.Sequence)),
        new("venvs", (number, name) => new StoreChange.SaveVenv(Sample.Venv(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new VenvQuery { Name = name, Offset = offset, Limit = limit, After = after }, venv => venv.Sequence)),
        new("workflows", (number, name) => new StoreChange.SaveWorkflow(Sample.Workflow(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new WorkflowQuery { Name = name, Offset = offset, Limit = limit, After = after }, workflow => workflow.Sequence)),
        new("schedules", (number, name) => new StoreChange.SaveSchedule(Sample.Schedule(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new ScheduleQuery { Name = name, Offset = offset, Limit = limit, After = after }, schedule => schedule.Sequence)),
        new("services", (number, name) => new StoreChange.SaveService(Sample.Service(number) with { Name = name }),
            (store, name, offset, limit, after) => AskIt(store, new ServiceQuery { Name = name, Offset = offset, Limit = limit, After = after }, service => service.Sequence)),
    ];

    private static async Task<(IReadOnlyList<long> Sequences, long Total)> AskIt<T>(IPipelineStore store, StoreQuery<T> query, Func<T, long> sequence)
    {
        var page = await store.QueryAsync(query, CancellationToken.None);
        return ([.. page.Items.Select(sequence)], page.Total);
    }
}
