using System.Collections.Concurrent;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static LitePipeline.Hosting.Tests.Cluster.Applications;
using static LitePipeline.Hosting.Tests.Cluster.RetryTests;

namespace LitePipeline.Hosting.Tests.Cluster;

public class ServiceClusterTests
{
    private static ServiceContent Content(AppId app, StopSignal signal = StopSignal.Kill) => new("watcher", "it watches", app, default, signal, Enabled: true);

    private static async Task<ServiceState> StateAsync(LitePipelineTestCluster cluster, ServiceId service) => (await cluster.Manager.GetServiceAsync(service)).State;

    private static Task Until(LitePipelineTestCluster cluster, ServiceId service, Func<ServiceState, bool> holds, string what) =>
        LitePipelineTestCluster.UntilAsync(async () => holds(await StateAsync(cluster, service)), what);

    private static async Task<long> LiveTasksAsync(LitePipelineTestCluster cluster, ServiceId service) =>
        (await cluster.Manager.ListTasksAsync(new TaskQuery { Service = service })).Items.Count(task => task.State.Stage != RunStage.Finished);

    [Fact]
    public async Task A_service_that_ends_is_started_again_after_pauses_that_grow()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Time = time;
            o.ConfigureManager = manager => manager.ServiceRestartDelay = TimeSpan.FromSeconds(2);
            o.ConfigureNodeHost = node => node.AddAction("fall", (_, _) => throw new InvalidOperationException("it fell"));
        });
        var service = await cluster.Manager.CreateServiceAsync(Content(await cluster.DeployAsync(Of(Handler("a", "fall")))));
        foreach (var seconds in (int[])[2, 4, 8, 16, 32, 60, 60])
        {
            await Until(cluster, service, state => state.RestartAt is not null, "its task has ended");
            var state = await StateAsync(cluster, service);
            Assert.Equal((time.GetUtcNow().AddSeconds(seconds), RunStatus.Fail), (state.RestartAt, state.Status));
            Assert.Contains("it fell", state.Message);
            await cluster.AdvanceAsync(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(state.Starts, (await StateAsync(cluster, service)).Starts);
            await cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(state.Starts + 1, (await StateAsync(cluster, service)).Starts);
        }
    }

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_service_outlives_its_manager(ClusterTransport transport, ClusterStore store)
    {
        var runs = new ConcurrentQueue<TaskId>();
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Transport, o.Store) = (transport, store);
            o.ConfigureManager = manager => manager.ServiceRestartDelay = TimeSpan.FromMilliseconds(100);
            o.ConfigureNodeHost = node => node.AddAction("serve", (context, cancellationToken) =>
            {
                runs.Enqueue(context.Attempt.Task);
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            });
        });
        var service = await cluster.Manager.CreateServiceAsync(Content(await cluster.DeployAsync(Of(Handler("a", "serve")))));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(runs.Count == 1), "it runs");
        var before = await StateAsync(cluster, service);
        for (var death = 0; death < 3; death++)
        {
            await cluster.KillManagerAsync();
            await cluster.StartManagerAsync();
        }

        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Running.Count == 1, "the node has said what it runs");
        Assert.Equal(before, await StateAsync(cluster, service));
        Assert.Single(runs);

        await cluster.Manager.StopTaskAsync(before.Task!.Value);
        await Until(cluster, service, state => state.Starts == 2 && state.Stage == RunStage.Running, "the next task runs");
        Assert.Equal(1, await LiveTasksAsync(cluster, service));
    }

    [Fact]
    public async Task A_service_moves_when_its_node_is_lost()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Nodes = 2;
            o.ConfigureManager = manager => manager.NodeReturnTimeout = TimeSpan.FromMilliseconds(300);
        });
        var service = await cluster.Manager.CreateServiceAsync(Content(await cluster.DeployAsync(Of(Process("a", "bash -c 'sleep 600'")))));
        await Until(cluster, service, state => state.Stage == RunStage.Running, "it runs");
        var task = (await StateAsync(cluster, service)).Task!.Value;
        var first = (await cluster.Manager.GetTaskAsync(task)).Live!.Running.Single().Node!;
        await cluster.KillNodeAsync(cluster.Nodes.ToList().FindIndex(node => node.Name == first.Name));
        await LitePipelineTestCluster.UntilAsync(
            async () => (await cluster.Manager.GetTaskAsync(task)).Live?.Running is [{ Node: { } node }] && node.Id != first.Id, "it runs on the other node");
        var state = await StateAsync(cluster, service);
        Assert.Equal((task, 1, RunStage.Running), (state.Task, state.Starts, state.Stage));
    }

    [Fact]
    public async Task Its_workspace_is_kept_between_restarts_and_goes_with_it()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureManager = manager =>
            (manager.ServiceRestartDelay, manager.ServiceMaxRestartDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)));
        const string count = """
            python3 -c "import json,os,sys; w=sys.argv[1]; c=w+'/counter'; n=1+(int(open(c).read()) if os.path.exists(c) else 0); open(c,'w').write(str(n)); json.dump({'data': {'n': n}}, open(w+'/output.data','w'))"
            """;
        var service = await cluster.Manager.CreateServiceAsync(Content(await cluster.DeployAsync(Of(Process("count", count.Trim())))));
        await Until(cluster, service, state => state.Starts == 4, "three tasks have ended");
        var tasks = (await cluster.Manager.ListTasksAsync(new TaskQuery { Service = service, Status = RunStatus.Success })).Items.OrderBy(task => task.Sequence).Take(3);
        var numbers = new List<int>();
        foreach (var task in tasks)
        {
            var action = (await cluster.Manager.GetTaskAsync(task.Id)).Actions.Single();
            numbers.Add(action.Result.ToElement().GetProperty("data").GetProperty("n").GetInt32());
        }

        Assert.Equal([1, 2, 3], numbers);
        var workspace = Path.Combine(cluster.Nodes[0].Folder, "workspaces", "services", service.ToString());
        Assert.True(Directory.Exists(workspace));
        await cluster.Manager.DeleteServiceAsync(service);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!Directory.Exists(workspace)), "its workspace has gone");
        await RefusedAsync(ErrorCode.ServiceNotExists, "service_id", () => cluster.Manager.GetServiceAsync(service));
    }

    [Theory]
    [InlineData(StopSignal.Terminate, -15)]
    [InlineData(StopSignal.Kill, -9)]
    public async Task Disabling_ends_its_processes_with_the_signal(StopSignal signal, int returnCode)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var content = Content(await cluster.DeployAsync(Of(Process("a", "bash -c 'echo here; sleep 600'"))), signal);
        var service = await cluster.Manager.CreateServiceAsync(content);
        await LitePipelineTestCluster.UntilAsync(async () =>
        {
            try { return await ReadLogAsync(cluster, (await StateAsync(cluster, service)).Task!.Value, "a", 1) == "here\n"; }
            catch (RequestRefusedException) { return false; }
        }, "its process runs");
        await cluster.Manager.UpdateServiceAsync(service, content with { Enabled = false });
        await Until(cluster, service, state => state.Stage == RunStage.Finished, "it has ended");
        var state = await StateAsync(cluster, service);
        Assert.Equal((RunStatus.Kill, null), (state.Status, state.RestartAt));
        Assert.Equal(returnCode, (await cluster.Manager.GetTaskAsync(state.Task!.Value)).Actions.Single().ReturnCode);
        await cluster.Manager.UpdateServiceAsync(service, content);
        await Until(cluster, service, now => now is { Starts: 2, Stage: RunStage.Running }, "it runs again");
    }

    [Fact]
    public async Task Deleting_ends_its_processes()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var service = await cluster.Manager.CreateServiceAsync(Content(await cluster.DeployAsync(Of(Process("a", "bash -c 'sleep 600'"))), StopSignal.Terminate));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Running.Count == 1, "it runs");
        await cluster.Manager.DeleteServiceAsync(service);
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Running.Count == 0, "nothing runs");
        Assert.Equal(0, await LiveTasksAsync(cluster, service));
        Assert.Equal(0, (await cluster.Manager.ListServicesAsync(new())).Total);
    }

    [Fact]
    public async Task Input_reaches_its_action_and_a_change_counts_from_the_next_start_on()
    {
        var inputs = new ConcurrentQueue<int>();
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.ConfigureManager = manager => manager.ServiceRestartDelay = TimeSpan.FromMilliseconds(100);
            o.ConfigureNodeHost = node => node.AddAction("serve", (context, cancellationToken) =>
            {
                inputs.Enqueue(context.Input.ToElement().GetProperty("x").GetInt32());
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            });
        });
        var content = Content(await cluster.DeployAsync(Of(Handler("a", "serve"))));
        var service = await cluster.Manager.CreateServiceAsync(content with { Input = JsonData.Parse("""{"x": 1}""") });
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(inputs.Count == 1), "it runs");
        await cluster.Manager.UpdateServiceAsync(service, content with { Input = JsonData.Parse("""{"x": 2}""") });
        Assert.Single(inputs);
        await cluster.Manager.StopTaskAsync((await StateAsync(cluster, service)).Task!.Value);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(inputs.Count == 2), "it runs again");
        Assert.Equal([1, 2], inputs);
    }

    [Fact]
    public async Task Its_finished_tasks_are_not_run_again_by_hand()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var service = await cluster.Manager.CreateServiceAsync(Content(await cluster.DeployAsync(Of(Process("a", "false")))));
        await Until(cluster, service, state => state.Status == RunStatus.Fail, "its task has failed");
        var task = (await StateAsync(cluster, service)).Task!.Value;
        await RefusedAsync(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RerunTaskAsync(task));
        await RefusedAsync(ErrorCode.OperationFailed, "task_id", () => cluster.Manager.RecoverTaskAsync(task));
    }

    [Fact]
    public async Task Refusals_name_the_field_and_change_nothing()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var content = Content(await cluster.DeployAsync(Of(Process("a", "true")))) with { Enabled = false };
        var service = await cluster.Manager.CreateServiceAsync(content);
        (string Field, ErrorCode Code, ServiceContent Content)[] spoilt =
        [
            ("name", ErrorCode.InvalidParameters, content with { Name = "" }),
            ("app_id", ErrorCode.AppNotExists, content with { Application = new AppId(Guid.NewGuid()) }),
            ("input_data", ErrorCode.InvalidParameters, content with { Input = JsonData.Parse("1") }),
            ("signal", ErrorCode.InvalidParameters, content with { Signal = (StopSignal)(-2) }),
        ];
        foreach (var (field, code, bad) in spoilt)
        {
            await RefusedAsync(code, field, () => cluster.Manager.CreateServiceAsync(bad));
            await RefusedAsync(code, field, () => cluster.Manager.UpdateServiceAsync(service, bad));
        }

        var unknown = new ServiceId(Guid.NewGuid());
        await RefusedAsync(ErrorCode.ServiceNotExists, "service_id", () => cluster.Manager.GetServiceAsync(unknown));
        await RefusedAsync(ErrorCode.ServiceNotExists, "service_id", () => cluster.Manager.UpdateServiceAsync(unknown, content));
        await RefusedAsync(ErrorCode.ServiceNotExists, "service_id", () => cluster.Manager.DeleteServiceAsync(unknown));
        Assert.Equal("watcher", Assert.Single((await cluster.Manager.ListServicesAsync(new())).Items).Name);
    }
}
