using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;
using static LitePipeline.Hosting.Tests.Cluster.RetryTests;

namespace LitePipeline.Hosting.Tests.Cluster;

public class RestartTests
{
    private static ApplicationDefinition NeedsFile(string file) => Of(
        Process("first", """python3 -c "import json,sys; json.dump({'data': {'n': 1}, 'actions': [{'name': 'part', 'main': 'echo part', 'to_action': 'second'}]}, open(sys.argv[1]+'/output.data','w'))" """.Trim()),
        Process("second", $"bash -c 'echo looking for the file; test -e {file}'", "first"));

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_recover_runs_what_failed_and_a_rerun_runs_all(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Transport, o.Store) = (transport, store));
        var file = Path.Combine(cluster.Folder, "file");
        var app = await cluster.DeployAsync(NeedsFile(file));
        var task = await cluster.RunAsync(app);
        Assert.Equal(RunStatus.Fail, task.Task.State.Status);

        await File.WriteAllTextAsync(file, "");
        await cluster.Manager.RecoverTaskAsync(task.Task.Id);
        var recovered = await cluster.Manager.WaitForTaskAsync(task.Task.Id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(recovered.Task.State.Status == RunStatus.Success, recovered.Task.State.Message);
        Assert.Equal([("first", 1), ("part", 1), ("second", 2)], recovered.Actions.Select(action => (action.Name, action.Attempt)));
        Assert.Equal("looking for the file\n", await ReadLogAsync(cluster, task.Task.Id, "second", 1));
        await RefusedAsync(ErrorCode.TaskAlreadySuccess, "task_id", () => cluster.Manager.RecoverTaskAsync(task.Task.Id));

        await cluster.Manager.RerunTaskAsync(task.Task.Id);
        var again = await cluster.Manager.WaitForTaskAsync(task.Task.Id).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(again.Task.State.Status == RunStatus.Success, again.Task.State.Message);
        Assert.Equal([("first", 3), ("part", 3), ("second", 3)], again.Actions.Select(action => (action.Name, action.Attempt)));
        Assert.All(again.Actions, action => Assert.Empty(action.Earlier));
        await RefusedAsync(ErrorCode.ActionNotRun, "attempt", () => cluster.Manager.OpenLogAsync(task.Task.Id, "second", attempt: 1));
    }

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task A_recover_and_a_rerun_survive_a_killed_manager(ClusterStore store)
    {
        var broken = true;
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Store = store;
            o.ConfigureNodeHost = node => node
                .AddAction("nothing", (_, _) => Task.CompletedTask)
                .AddAction("flaky", (_, _) => broken ? throw new InvalidOperationException("broken") : Task.CompletedTask);
        });
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing"), Handler("b", "flaky", "a")));
        var task = (await cluster.RunAsync(app)).Task.Id;
        await KillNodeAsync(cluster);
        await cluster.Manager.RecoverTaskAsync(task);
        Assert.Equal(RunStage.Recovering, (await cluster.Manager.GetTaskAsync(task)).Task.State.Stage);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        Assert.Equal(RunStage.Recovering, (await cluster.Manager.GetTaskAsync(task)).Task.State.Stage);
        broken = false;
        await cluster.StartNodeAsync(0);
        var recovered = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Success, 1, 2), (recovered.Task.State.Status, recovered.Actions[0].Attempt, recovered.Actions[1].Attempt));

        await KillNodeAsync(cluster);
        await cluster.Manager.RerunTaskAsync(task);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        var waiting = await cluster.Manager.GetTaskAsync(task);
        Assert.Equal((RunStage.Pending, 2), (waiting.Task.State.Stage, waiting.Task.State.AttemptBase));
        Assert.Empty(waiting.Actions);
        await cluster.StartNodeAsync(0);
        var again = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Success, 3, 3), (again.Task.State.Status, again.Actions[0].Attempt, again.Actions[1].Attempt));
    }

    [Fact]
    public async Task Refusals_say_why()
    {
        var gate = new TaskCompletionSource();
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node
            .AddAction("wait", (_, cancellationToken) => gate.Task.WaitAsync(cancellationToken))
            .AddAction("broken", (_, _) => throw new InvalidOperationException("broken")));
        var unknown = new TaskId(Guid.NewGuid());
        await RefusedAsync(ErrorCode.TaskNotExists, "task_id", () => cluster.Manager.RerunTaskAsync(unknown));
        await RefusedAsync(ErrorCode.TaskNotExists, "task_id", () => cluster.Manager.RecoverTaskAsync(unknown));

        var runs = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(await cluster.DeployAsync(Of(Handler("a", "wait"))), "runs"));
        await RefusedAsync(ErrorCode.TaskStillRunning, "task_id", () => cluster.Manager.RerunTaskAsync(runs));
        await RefusedAsync(ErrorCode.TaskStillRunning, "task_id", () => cluster.Manager.RecoverTaskAsync(runs));
        gate.SetResult();

        var app = await cluster.DeployAsync(Of(Handler("a", "broken")));
        var failed = (await cluster.RunAsync(app)).Task.Id;
        await cluster.Manager.DeleteApplicationAsync(app);
        await RefusedAsync(ErrorCode.AppNotExists, "task_id", () => cluster.Manager.RerunTaskAsync(failed));
        await RefusedAsync(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RecoverTaskAsync(failed));
        Assert.Equal(RunStatus.Fail, (await cluster.Manager.GetTaskAsync(failed)).Task.State.Status);
    }

    [Fact]
    public async Task A_task_of_a_work_is_run_again_by_its_work_only_as_long_as_there_is_one()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node.AddAction("nothing", (_, _) => Task.CompletedTask));
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var version = (await cluster.Manager.GetApplicationAsync(app)).Package.Sha1;
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var work = new WorkRecord
        {
            Id = new WorkId(Guid.NewGuid()), Sequence = 1, Name = "work", Workflow = new(Guid.NewGuid()), Configuration = JsonData.EmptyObject,
            Input = JsonData.EmptyObject, CreatedAt = now, State = new WorkState(RunStage.Finished, RunStatus.Fail, now),
        };
        var task = new TaskRecord
        {
            Id = new TaskId(Guid.NewGuid()), Sequence = 1_000_000, Name = "step", Application = app, Version = version, Input = JsonData.EmptyObject,
            Work = work.Id, CreatedAt = now, State = new TaskState(RunStage.Finished, RunStatus.Kill, now),
        };
        var store = cluster.Services.GetRequiredService<IPipelineStore>();
        await store.CommitAsync([new StoreChange.AddWork(work), new StoreChange.AddTask(task)], default);
        await RefusedAsync(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RerunTaskAsync(task.Id));
        await RefusedAsync(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RecoverTaskAsync(task.Id));
        await store.CommitAsync([new StoreChange.DeleteWork(work.Id)], default);
        await cluster.Manager.RecoverTaskAsync(task.Id);
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForTaskAsync(task.Id).WaitAsync(TimeSpan.FromSeconds(60))).Task.State.Status);
    }

    private static async Task KillNodeAsync(LitePipelineTestCluster cluster)
    {
        await cluster.KillNodeAsync(0);
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Count == 0, "the manager knows that the node is gone");
    }
}
