using System.Collections.Concurrent;
using System.Reactive.Linq;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class ClusterTests
{
    public static TheoryData<ClusterTransport, ClusterStore> Kinds => new()
    {
        { ClusterTransport.InMemory, ClusterStore.InMemory },
        { ClusterTransport.Tcp, ClusterStore.Sqlite },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_fan_runs_over_all_nodes_and_its_sum_is_right(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.Transport, o.Store) = (3, transport, store);
            o.ConfigureNodeHost = node => node
                .AddAction("split", (context, _) =>
                {
                    for (var i = 1; i <= 60; i++)
                    {
                        context.AddAction(new ActionDefinition { Name = $"part-{i}", Handler = "square", ToAction = "sum", InputData = JsonData.From(new { number = i }) });
                    }

                    return Task.CompletedTask;
                })
                .AddAction("square", (context, _) =>
                {
                    var number = context.Input.ToElement().GetProperty("number").GetInt32();
                    context.SetOutput(new { square = number * number });
                    return Task.CompletedTask;
                })
                .AddAction("sum", (context, _) =>
                {
                    var sum = context.Input.ToElement().EnumerateObject()
                        .Where(member => member.Name.StartsWith("part-", StringComparison.Ordinal))
                        .Sum(member => member.Value.GetProperty("square").GetInt32());
                    context.SetOutput(new { sum });
                    return Task.CompletedTask;
                });
        });
        var app = await cluster.DeployAsync(Of(Handler("split", "split"), Handler("sum", "sum", "split")));
        var task = await cluster.RunAsync(app);
        Assert.Equal(RunStatus.Success, task.Task.State.Status);
        Assert.Equal(62, task.Actions.Count);
        Assert.Equal(60 * 61 * 121 / 6, task.Actions.Single(action => action.Name == "sum").Result.ToElement().GetProperty("data").GetProperty("sum").GetInt32());
        Assert.Equal(3, task.Actions.Select(action => action.Node).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Process_actions_hand_on_their_data_and_keep_their_output(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Transport, o.Store) = (transport, store));
        const string first = """python3 -c "import json,sys; w=sys.argv[1]; i=json.load(open(w+'/input.data')); print('hello', i['x']); json.dump({'data': {'y': i['x'] + 1}}, open(w+'/output.data','w'))" """;
        const string second = """python3 -c "import json,sys; w=sys.argv[1]; i=json.load(open(w+'/input.data')); json.dump({'data': {'z': i['first']['y'] * 2}}, open(w+'/output.data','w'))" """;
        var app = await cluster.DeployAsync(Of(Process("first", first.Trim()), Process("second", second.Trim(), "first")));
        var task = await cluster.RunAsync(app, JsonData.Parse("""{"x": 20}"""));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        Assert.Equal(42, task.Actions[1].Result.ToElement().GetProperty("data").GetProperty("z").GetInt32());
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task.Task.Id, "first"));
        Assert.Equal("hello 20", (await log.ReadToEndAsync()).Trim());
        await using var workspace = await cluster.Manager.OpenWorkspaceAsync(task.Task.Id, "first");
        var magic = new byte[2];
        await workspace.ReadExactlyAsync(magic);
        Assert.Equal([0x1f, 0x8b], magic);
    }

    [Fact]
    public async Task A_failing_action_says_why_in_its_tasks_message()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.DeployAsync(Of(Process("broken", "python3 -c \"raise SystemExit('the disk is on fire')\"")));
        var task = await cluster.RunAsync(app);
        Assert.Equal(RunStatus.Fail, task.Task.State.Status);
        Assert.Contains("the disk is on fire", task.Task.State.Message);
        Assert.Equal(1, task.Actions[0].ReturnCode);
    }

    private sealed record Rows(int RowCount, string[] FileNames);

    [Fact]
    public async Task Handlers_read_and_write_snake_case_as_processes_do()
    {
        Rows? handed = null, given = null;
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node
            .AddAction("load", (context, _) =>
            {
                given = context.GetInput<Rows>();
                context.SetOutput(new Rows(3, ["a.csv"]));
                return Task.CompletedTask;
            })
            .AddAction("use", (context, _) =>
            {
                handed = context.GetInputOf<Rows>("load");
                return Task.CompletedTask;
            }));
        var app = await cluster.DeployAsync(Of(Handler("load", "load"), Handler("use", "use", "load")));
        var task = await cluster.RunAsync(app, JsonData.Parse("""{"row_count": 7, "file_names": []}"""));
        Assert.Equal("""{"row_count":3,"file_names":["a.csv"]}""", task.Actions[0].Result.ToElement().GetProperty("data").GetRawText());
        Assert.Equal((7, 3, "a.csv"), (given!.RowCount, handed!.RowCount, handed.FileNames.Single()));
    }

    [Fact]
    public async Task Stop_ends_the_whole_process_group()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.DeployAsync(Of(Process("forever", "bash -c 'sleep 1000 & echo $! ; wait'")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "stopped"));
        var pid = 0;
        await LitePipelineTestCluster.UntilAsync(async () =>
        {
            var details = await cluster.Manager.GetTaskAsync(task);
            if (details.Actions.Count == 0) return false;
            try
            {
                using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, "forever"));
                return int.TryParse(await log.ReadToEndAsync(), out pid);
            }
            catch (RequestRefusedException)
            {
                return false;
            }
        }, "the grandchild has started");
        await cluster.Manager.StopTaskAsync(task, StopSignal.Kill);
        var ended = await cluster.Manager.WaitForTaskAsync(task);
        Assert.Equal(RunStatus.Kill, ended.Task.State.Status);
        Assert.Equal(-9, ended.Actions[0].ReturnCode);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{pid}")), $"process {pid} has gone");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_killed_manager_comes_back_and_nothing_runs_twice(ClusterTransport transport, ClusterStore store)
    {
        var runs = new ConcurrentBag<string>();
        var gate = new TaskCompletionSource();
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.Transport, o.Store) = (2, transport, store);
            o.ConfigureNodeHost = node => node.AddAction("wait", async (context, cancellationToken) =>
            {
                runs.Add(context.Attempt.Action);
                if (context.Attempt.Action != "last") await gate.Task.WaitAsync(cancellationToken);
            });
        });
        var app = await cluster.DeployAsync(Of(Handler("a", "wait"), Handler("b", "wait"), Handler("c", "wait"), Handler("last", "wait", "a", "b", "c")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "survivor"));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(runs.Count == 3), "three actions run");
        await cluster.KillManagerAsync();
        gate.SetResult();
        await cluster.StartManagerAsync();
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(RunStatus.Success, ended.Task.State.Status);
        Assert.Equal(["a", "b", "c", "last"], runs.Order());
        Assert.All(ended.Actions, action => Assert.Equal(1, action.Attempt));
    }

    [Fact]
    public async Task A_lost_nodes_actions_run_elsewhere()
    {
        var gate = new TaskCompletionSource();
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.SlotsPerNode) = (2, 4);
            o.ConfigureManager = manager => manager.NodeReturnTimeout = TimeSpan.FromMilliseconds(300);
            o.ConfigureNodeHost = node => node.AddAction("wait", async (context, cancellationToken) =>
            {
                if (context.Attempt.Attempt == 1) await gate.Task.WaitAsync(cancellationToken);
            });
        });
        var app = await cluster.DeployAsync(Of([.. Enumerable.Range(0, 8).Select(i => Handler($"a{i}", "wait"))]));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "mover"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(task)).Live?.Running.Count == 8, "eight actions run");
        await cluster.KillNodeAsync(0);
        gate.SetResult();
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(RunStatus.Success, ended.Task.State.Status);
        Assert.Equal(4, ended.Actions.Count(action => action.Attempt == 2));
    }

    [Fact]
    public async Task A_cut_line_costs_nothing_but_a_reconnect()
    {
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
            o.ConfigureNodeHost = node => node.AddAction("wait", (_, cancellationToken) =>
            {
                began.TrySetResult();
                return gate.Task.WaitAsync(cancellationToken);
            }));
        var app = await cluster.DeployAsync(Of(Handler("a", "wait")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "cut"));
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30));
        cluster.CutAll();
        gate.SetResult();
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((RunStatus.Success, 1), (ended.Task.State.Status, ended.Actions[0].Attempt));
    }

    [Fact]
    public async Task Events_tell_a_tasks_life_in_order()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
            o.ConfigureNodeHost = node => node.AddAction("nothing", (_, _) => Task.CompletedTask));
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing"), Handler("b", "nothing", "a")));
        var life = new List<string>();
        var finished = new TaskCompletionSource();
        using var subscription = cluster.Manager.Events.Where(happened => happened.About is not null).Subscribe(happened =>
        {
            life.Add(happened.GetType().Name);
            if (happened is PipelineEvent.TaskFinished) finished.TrySetResult();
        });
        await cluster.RunAsync(app);
        await finished.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["TaskAccepted", "TaskStarted", "ActionStarted", "ActionFinished", "ActionStarted", "ActionFinished", "TaskFinished"], life);
    }

    [Fact]
    public async Task The_health_check_answers()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var health = await cluster.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Contains("litepipeline-manager", health.Entries.Keys);
    }

    [Fact]
    public async Task Bad_requests_name_the_field_and_change_nothing()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.DeployAsync(Of(Process("a", "true")));
        await Refused(ErrorCode.InvalidParameters, "task_name", () => cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, " ")));
        await Refused(ErrorCode.InvalidParameters, "input_data", () => cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", JsonData.Parse("[1]"))));
        await Refused(ErrorCode.AppNotExists, "app_id", () => cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(new(Guid.NewGuid()), "t")));
        await Refused(ErrorCode.TaskNotExists, "task_id", () => cluster.Manager.GetTaskAsync(new(Guid.NewGuid())));
        await Refused(ErrorCode.TaskNotExists, "task_id", () => cluster.Manager.StopTaskAsync(new(Guid.NewGuid())));
        await Refused(ErrorCode.InvalidParameters, "offset", () => cluster.Manager.ListTasksAsync(new() { Offset = -1 }));
        await Assert.ThrowsAsync<PackageInvalidException>(() => cluster.Manager.CreateApplicationAsync(new("bad", Core.Packages.PackageFormat.Zip), new MemoryStream("not a zip"u8.ToArray())));
        Assert.Equal(0, (await cluster.Manager.ListTasksAsync(new())).Total);
        Assert.Equal(1, (await cluster.Manager.ListApplicationsAsync(new())).Total);
    }

    internal static async Task Refused(ErrorCode code, string field, Func<Task> request)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(request);
        Assert.Equal((code, field), (refused.Code, refused.Refusal.Field));
    }
}
