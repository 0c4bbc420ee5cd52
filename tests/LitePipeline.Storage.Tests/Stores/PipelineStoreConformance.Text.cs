using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    public static TheoryData<string> Texts =>
    [
        "", " ", "plain", "ünïcödé", "日本語", "😀 beyond the basic plane 🏳️‍🌈", "e\u0301 is not \u00e9", "\u202eturned", "\ufeffmarked", "\uffff",
        "a\0b", "\0", "\0\0leading", "trailing\0", "line\nbreak\r\n\ttab", "'; drop table tasks; --", "%_[]*?\\", "\u0001\u001f\u007f", "\ud7ff\ue000",
    ];

    [Theory, MemberData(nameof(Texts))]
    public async Task Text_comes_back_to_the_last_character(string text)
    {
        var failure = new ActionFailure(ActionFailureKind.Exit, text);
        var task = Full.Task(1) with { Name = text, Version = text, State = Full.TaskState with { Message = text }, Input = JsonData.From(new { text }) };
        var action = Full.Action(1, text) with { Failure = failure, Earlier = [Full.Action(1, "x").Earlier[0] with { Failure = failure }], Result = JsonData.From(text) };
        var step = Full.Step(1, text) with { Message = text };
        var work = Full.Work(1) with { Name = text, State = Full.WorkState with { Message = text } };
        var application = Full.Application(1) with { Name = text, Description = text };
        var version = Full.Version(1, 1) with { Description = text };
        var venv = Full.Venv(1) with { Name = text, Description = text };
        var workflow = Full.Workflow(1) with { Name = text, Description = text };
        var schedule = Full.Schedule(1) with { Name = text, Timing = Full.Schedule(1).Timing with { Cron = text, TimeZone = text } };
        var service = Full.Service(1) with { Name = text, Description = text, State = Full.ServiceState with { Message = text } };
        await CommitAsync(
            new StoreChange.AddTask(task),
            new StoreChange.SaveAction(action),
            new StoreChange.AddWork(work),
            new StoreChange.SaveWorkStep(step),
            new StoreChange.SaveApplication(application),
            new StoreChange.AddApplicationVersion(version),
            new StoreChange.SaveVenv(venv),
            new StoreChange.SaveWorkflow(workflow),
            new StoreChange.SaveSchedule(schedule),
            new StoreChange.SaveService(service));

        AssertSame(task, await TaskAsync(1));
        AssertSame(new[] { action }, await ActionsAsync(1));
        AssertSame(work, await WorkAsync(1));
        AssertSame(new[] { step }, await StepsAsync(1));
        AssertSame(new[] { application }, await ListAsync(new ApplicationQuery { Name = text }));
        AssertSame(new[] { version }, await ListAsync(new ApplicationVersionQuery()));
        AssertSame(new[] { venv }, await ListAsync(new VenvQuery { Name = text }));
        AssertSame(new[] { workflow }, await ListAsync(new WorkflowQuery { Name = text }));
        AssertSame(new[] { schedule }, await ListAsync(new ScheduleQuery { Name = text }));
        AssertSame(new[] { service }, await ListAsync(new ServiceQuery { Name = text }));
        Assert.Equal(text, Assert.Single((await LoadAsync()).Actions).Failure!.Message);

        // The name of an action finds it again, to the character.
        await CommitAsync(new StoreChange.SaveAction(action with { Attempt = 99 }), new StoreChange.DeleteWorkStep(Sample.WorkId(1), text));
        Assert.Equal(99, Assert.Single(await ListAsync(new ActionQuery { Tasks = [Sample.TaskId(1)], Name = text })).Attempt);
        Assert.Empty(await StepsAsync(1));
        await CommitAsync(new StoreChange.DeleteAction(Sample.TaskId(1), text));
        Assert.Empty(await ActionsAsync(1));
    }

    [Theory]
    [InlineData("a\0*")]
    [InlineData("\0*")]
    [InlineData("*\0")]
    [InlineData("a\0")]
    public async Task A_filter_with_a_NUL_fits_no_name_without_one(string filter)
    {
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1) with { Name = "a" }), new StoreChange.AddTask(Sample.Task(2) with { Name = "" }));
        Assert.Empty(await ListAsync(new TaskQuery { Name = filter }));
    }

    [Fact]
    public async Task Half_a_character_does_no_harm()
    {
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1) with { Name = "half \ud83d" }), new StoreChange.AddTask(Sample.Task(2)));
        Assert.StartsWith("half ", (await TaskAsync(1)).Name, StringComparison.Ordinal);
        Assert.Equal(1, (await Store.QueryAsync(new TaskQuery { Name = "half*" }, CancellationToken.None)).Total);
        Assert.Empty(await ListAsync(new TaskQuery { Name = "\udc00*" }));
    }

    [Fact]
    public async Task Names_that_differ_in_case_or_form_are_different_actions()
    {
        string[] names = ["é", "e\u0301", "É", "a", "A", "a ", "ß", "ss"];
        await CommitAsync([new StoreChange.AddTask(Sample.Task(1)), .. names.Select((name, place) => new StoreChange.SaveAction(Sample.Action(1, name, place)))]);
        Assert.Equal(names, (await ActionsAsync(1)).Select(action => action.Name));
    }

    [Fact]
    public async Task JSON_comes_back_as_it_was_written()
    {
        foreach (var text in new[] { """{ "b" : 1.0e0 ,"a":[ ] }""", "{\"é\":\"\\u00e9\"}", "12345678901234567890.5", "{}", "\"\"", "[\n]" })
        {
            await CommitAsync(new StoreChange.AddTask(Sample.Task(1) with { Input = JsonData.Parse(text) }));
            Assert.Equal(text, (await TaskAsync(1)).Input.ToString());
            await CommitAsync(new StoreChange.DeleteTask(Sample.TaskId(1)));
        }
    }

    [Fact]
    public async Task Times_and_numbers_at_their_ends_come_back()
    {
        var state = new TaskState(RunStage.Finished, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch.AddTicks(-1), AttemptBase: int.MaxValue);
        var early = Sample.Task(1) with { State = state, Priority = int.MinValue, CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.FromHours(14)) };
        await CommitAsync(new StoreChange.AddTask(early), new StoreChange.AddTask(Sample.Task(2) with { Sequence = long.MaxValue }));
        AssertSame(early, await TaskAsync(1));
        Assert.Equal(long.MaxValue, (await TaskAsync(2)).Sequence);
        Assert.Equal(long.MaxValue, (await LoadAsync()).LastTaskSequence);
    }
}
