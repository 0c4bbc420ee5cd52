using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Hosting.Node;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Storage.Tests.Cluster;

/// <summary>A manager on SQLite that is killed: what it said before, the next one says too.</summary>
public class KilledManagerTests
{
    private readonly ConcurrentDictionary<string, int> _calls = new();

    private Task<LitePipelineTestCluster> StartAsync() => LitePipelineTestCluster.StartAsync(o =>
    {
        o.Store = ClusterStore.Sqlite;
        o.ConfigureNodeHost = node => node.AddAction("act", Act).AddAction("flaky", Flaky);
    });

    private static Task Act(ActionHandlerContext context, CancellationToken cancellationToken)
    {
        context.SetOutput(new { by = context.Assignment.TaskName });
        return Task.CompletedTask;
    }

    /// <summary>Fails the first time it runs for a task.</summary>
    private Task Flaky(ActionHandlerContext context, CancellationToken cancellationToken) =>
        _calls.AddOrUpdate(context.Assignment.TaskName, 1, (_, calls) => calls + 1) == 1
            ? throw new InvalidOperationException("Not yet, 'é' said.")
            : Act(context, cancellationToken);

    private static ApplicationDefinition Of(string handler, RetryDefinition? retry = null) => new()
    {
        Actions = [new ActionDefinition { Name = "before", Handler = "act" }, new ActionDefinition { Name = "only", Handler = handler, Condition = ["before"], Retry = retry }],
        OutputAction = "only",
    };

    private static Task<WorkflowId> CreateWorkflowAsync(IPipelineManager manager, AppId application) => manager.CreateWorkflowAsync(new CreateWorkflowRequest("two", JsonData.From(new
    {
        applications = new object[] { new { name = "first", app_id = application }, new { name = "second", app_id = application, condition = (string[])["first"] } },
    }), Enabled: true));

    [Fact]
    public async Task The_next_manager_lists_what_the_killed_one_did()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Of("act"));
        var flaky = await cluster.DeployAsync(Of("flaky", new RetryDefinition(attempts: 2)), "flaky");
        await cluster.RunAsync(app);
        var retried = await cluster.Manager.WaitForTaskAsync(await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(flaky, "retried", Priority: 7)));
        Assert.Equal(1, retried.Actions.Single(action => action.Name == "only").Retries);
        var work = await cluster.Manager.CreateWorkAsync(new CreateWorkRequest(await CreateWorkflowAsync(cluster.Manager, app), "work"));
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForWorkAsync(work).WaitAsync(Limit.Time)).Work.State.Status);

        var before = await ListAsync(cluster.Manager);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        Assert.Equal(before, await ListAsync(cluster.Manager));
    }

    [Fact]
    public async Task The_next_manager_reruns_and_recovers_what_the_killed_one_finished()
    {
        await using var cluster = await StartAsync();
        var flaky = await cluster.DeployAsync(Of("flaky"));
        var manager = cluster.Manager;
        var (recovered, rerun) = (await manager.SubmitTaskAsync(new SubmitTaskRequest(flaky, "recovered")), await manager.SubmitTaskAsync(new SubmitTaskRequest(flaky, "rerun")));
        var work = await manager.CreateWorkAsync(new CreateWorkRequest(await CreateWorkflowAsync(manager, flaky), "work"));
        Assert.Equal(RunStatus.Fail, (await manager.WaitForTaskAsync(recovered).WaitAsync(Limit.Time)).Task.State.Status);
        Assert.Equal(RunStatus.Fail, (await manager.WaitForTaskAsync(rerun).WaitAsync(Limit.Time)).Task.State.Status);
        Assert.Equal(RunStatus.Fail, (await manager.WaitForWorkAsync(work).WaitAsync(Limit.Time)).Work.State.Status);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        manager = cluster.Manager;

        await manager.RecoverTaskAsync(recovered);
        await manager.RerunTaskAsync(rerun);
        // Its second application has not run yet, and fails the first time; the recover after that has all it needs.
        await manager.RecoverWorkAsync(work);
        await manager.WaitForWorkAsync(work).WaitAsync(Limit.Time);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        manager = cluster.Manager;
        await manager.RecoverWorkAsync(work);

        var ended = await manager.WaitForTaskAsync(recovered).WaitAsync(Limit.Time);
        Assert.Equal((RunStatus.Success, 1), (ended.Task.State.Status, ended.Actions.Single(action => action.Name == "before").Attempt));
        Assert.Contains("Not yet, 'é' said.", Assert.Single(ended.Actions.Single(action => action.Name == "only").Earlier).Failure?.Message, StringComparison.Ordinal);
        ended = await manager.WaitForTaskAsync(rerun).WaitAsync(Limit.Time);
        Assert.Equal((RunStatus.Success, 2), (ended.Task.State.Status, ended.Actions.Single(action => action.Name == "before").Attempt));
        var done = await manager.WaitForWorkAsync(work).WaitAsync(Limit.Time);
        Assert.True(done.Work.State.Status == RunStatus.Success, done.Work.State.Message);
        Assert.Equal(["first", "second"], done.Steps.Select(step => step.Name));
        Assert.Equal(3, done.Work.State.Run);
    }

    [Fact]
    public async Task The_next_manager_gives_no_number_of_the_killed_one_again()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Of("act"));
        var task = (await cluster.RunAsync(app)).Task;
        var application = await cluster.Manager.GetApplicationAsync(app);
        await cluster.Manager.DeleteTaskAsync(task.Id);
        await cluster.Manager.DeleteApplicationAsync(app);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();

        app = await cluster.DeployAsync(Of("act"));
        Assert.Equal(application.Sequence + 1, (await cluster.Manager.GetApplicationAsync(app)).Sequence);
        Assert.Equal(2, Assert.Single((await cluster.Manager.ListApplicationVersionsAsync(new() { Application = app })).Items).HistoryId);
        Assert.Equal(task.Sequence + 1, (await cluster.RunAsync(app)).Task.Sequence);
    }

    private static async Task<string> ListAsync(IPipelineManager manager)
    {
        var tasks = await manager.ListTasksAsync(new());
        var works = await manager.ListWorksAsync(new());
        Assert.Equal((4, 1), (tasks.Total, works.Total));
        return Text.Of(new
        {
            tasks,
            works,
            Actions = await manager.ListActionsAsync(new() { Tasks = [.. tasks.Items.Select(task => task.Id)] }),
            Steps = await manager.ListWorkStepsAsync(new() { Works = [.. works.Items.Select(work => work.Id)] }),
            Applications = await manager.ListApplicationsAsync(new()),
            Versions = await manager.ListApplicationVersionsAsync(new()),
            Workflows = await manager.ListWorkflowsAsync(new()),
        });
    }
}
