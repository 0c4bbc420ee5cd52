using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>A list whose items have names: how an item comes into it, and how it is asked for.</summary>
internal sealed record NamedList(string Kind, Func<long, string, StoreChange> Add, Func<IPipelineStore, string?, NamedList.Part, Task<(IReadOnlyList<long> Sequences, long Total)>> Ask)
{
    public static IReadOnlyList<NamedList> All { get; } =
    [
        new("tasks", (number, name) => new StoreChange.AddTask(Sample.Task(number) with { Name = name }), (store, name, part) => AskAsync(store, new TaskQuery { Name = name }, part, task => task.Sequence)),
        new("works", (number, name) => new StoreChange.AddWork(Sample.Work(number) with { Name = name }), (store, name, part) => AskAsync(store, new WorkQuery { Name = name }, part, work => work.Sequence)),
        new("applications", (number, name) => new StoreChange.SaveApplication(Sample.Application(number) with { Name = name }), (store, name, part) => AskAsync(store, new ApplicationQuery { Name = name }, part, application => application.Sequence)),
        new("venvs", (number, name) => new StoreChange.SaveVenv(Sample.Venv(number) with { Name = name }), (store, name, part) => AskAsync(store, new VenvQuery { Name = name }, part, venv => venv.Sequence)),
        new("workflows", (number, name) => new StoreChange.SaveWorkflow(Sample.Workflow(number) with { Name = name }), (store, name, part) => AskAsync(store, new WorkflowQuery { Name = name }, part, workflow => workflow.Sequence)),
        new("schedules", (number, name) => new StoreChange.SaveSchedule(Sample.Schedule(number) with { Name = name }), (store, name, part) => AskAsync(store, new ScheduleQuery { Name = name }, part, schedule => schedule.Sequence)),
        new("services", (number, name) => new StoreChange.SaveService(Sample.Service(number) with { Name = name }), (store, name, part) => AskAsync(store, new ServiceQuery { Name = name }, part, service => service.Sequence)),
    ];

    public Task<(IReadOnlyList<long> Sequences, long Total)> AskAsync(IPipelineStore store, string? name, int offset, int limit, long? after, bool oldestFirst = false) =>
        Ask(store, name, new Part(offset, limit, after, oldestFirst));

    private static async Task<(IReadOnlyList<long> Sequences, long Total)> AskAsync<T>(IPipelineStore store, StoreQuery<T> query, Part part, Func<T, long> sequence)
    {
        var page = await store.QueryAsync(query with { Offset = part.Offset, Limit = part.Limit, After = part.After, OldestFirst = part.OldestFirst }, CancellationToken.None);
        return ([.. page.Items.Select(sequence)], page.Total);
    }

    /// <summary>Which part of a list.</summary>
    internal readonly record struct Part(int Offset, int Limit, long? After, bool OldestFirst);
}
