using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Packages;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class ArtifactTests
{
    // The node appends the workspace, which is $0 of a bash -c.
    private const string Making = """bash -c 'mkdir -p "$0/plots/deep"; echo report > "$0/report.csv"; echo one > "$0/plots/1.png"; echo two > "$0/plots/deep/2.png"; echo no > "$0/plots/3.svg"'""";
    private const string Using = """bash -c 'echo "{\"data\": {\"text\": \"$(cat "$0/artifacts/make/report.csv" "$0/artifacts/make/plots/deep/2.png" | tr "\\n" " ")\", \"input\": $(cat "$0/input.data")}}" > "$0/output.data"'""";

    private readonly HoldingPackageStore _packages = new(new InMemoryPackageStore());

    private static ActionDefinition Make(string main = Making, params string[] artifacts) =>
        Process("make", main) with { Artifacts = artifacts.Length == 0 ? ["report.csv", "plots/**/*.png"] : [.. artifacts], TargetEnv = On("node-0") };

    private static ActionDefinition Use(string main = Using) => Process("use", main, "make") with { TargetEnv = On("node-1") };

    private static TargetEnvironment On(string node) => new() { Labels = ImmutableDictionary.CreateRange([KeyValuePair.Create("name", node)]) };

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Task<LitePipelineTestCluster> StartAsync(Action<TestClusterOptions>? configure = null, int nodes = 2) => LitePipelineTestCluster.StartAsync(o =>
    {
        o.Nodes = nodes;
        o.ConfigureNode = node => node.Labels["name"] = node.Name;
        o.ConfigureManagerHost = manager => manager.Services.AddSingleton<IPackageStore>(_packages);
        configure?.Invoke(o);
        var before = o.ConfigureManager;
        o.ConfigureManager = options =>
        {
            options.NodeReturnTimeout = TimeSpan.FromSeconds(1);
            before?.Invoke(options);
        };
    });

    private static async Task<string> ReadAsync(IPipelineManager manager, TaskId task, string action, string path)
    {
        var artifact = await manager.OpenArtifactAsync(task, action, path);
        using var reader = new StreamReader(artifact.Content);
        return await reader.ReadToEndAsync();
    }

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task What_an_action_leaves_on_one_node_another_one_finds_on_another(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Nodes, o.Transport, o.Store) = (2, transport, store);
            o.ConfigureNode = node => node.Labels["name"] = node.Name;
        });
        var task = await cluster.RunAsync(await cluster.DeployAsync(Of(Make(), Use())));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        var (make, use) = (task.Actions.Single(action => action.Name == "make"), task.Actions.Single(action => action.Name == "use"));
        Assert.NotEqual(make.Node, use.Node);
        Assert.Equal(
            [new("plots/1.png", Sha256("one\n"), 4), new("plots/deep/2.png", Sha256("two\n"), 4), new Artifact("report.csv", Sha256("report\n"), 7)],
            make.Artifacts.ToArray());

        var data = use.Result.ToElement().GetProperty("data");
        Assert.Equal("report two ", data.GetProperty("text").GetString());
        var workspace = data.GetProperty("input").GetProperty("workspace").GetString();
        Assert.Equal(
            $$"""{"make":{"plots/1.png":"{{workspace}}/artifacts/make/plots/1.png","plots/deep/2.png":"{{workspace}}/artifacts/make/plots/deep/2.png","report.csv":"{{workspace}}/artifacts/make/report.csv"} }""".Replace(" ", "", StringComparison.Ordinal),
            data.GetProperty("input").GetProperty("action_info").GetProperty("artifacts").GetRawText());

        var listed = await cluster.Manager.ListArtifactsAsync(new ArtifactQuery { Task = task.Task.Id });
        Assert.Equal(["plots/1.png", "plots/deep/2.png", "report.csv"], listed.Items.Select(artifact => artifact.Path));
        // From the package store: the nodes may be gone.
        await cluster.KillNodeAsync(0);
        Assert.Equal("report\n", await ReadAsync(cluster.Manager, task.Task.Id, "make", "report.csv"));
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => cluster.Manager.OpenArtifactAsync(task.Task.Id, "make", "plots/3.svg"));
        Assert.Equal(ErrorCode.ArtifactNotExists, refused.Code);
    }

    [Theory]
    [InlineData("""bash -c 'true'""", "report.csv", "did not write its artifact 'report.csv'")]
    [InlineData("""bash -c 'echo x > "$0/a.txt"'""", "*.csv", "no file in its workspace fits its artifact '*.csv'")]
    [InlineData("""bash -c 'ln -s /etc/passwd "$0/report.csv"'""", "report.csv", "'report.csv' is a link")]
    [InlineData("""bash -c 'ln -s /etc "$0/plots"'""", "plots/passwd", "'plots' is a link")]
    [InlineData("""bash -c 'ln -s / "$0/plots"'""", "plots/**", "no file in its workspace fits its artifact 'plots/**'")]
    [InlineData("""bash -c 'mkdir "$0/plots"'""", "plots", "'plots' is a folder")]
    [InlineData("""bash -c 'echo hello'""", "*", "no file in its workspace fits its artifact '*'")]
    public async Task What_was_declared_and_is_not_there_fails_the_action(string main, string artifact, string why)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var task = await cluster.RunAsync(await cluster.DeployAsync(Of(Process("make", main) with { Artifacts = [artifact] })));
        var action = Assert.Single(task.Actions);
        Assert.Equal((RunStatus.Fail, ActionFailureKind.Artifact, 0), (action.Status, action.Failure!.Kind, action.ReturnCode));
        Assert.Contains(why, action.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, task.Task.State.Message, StringComparison.Ordinal);
        Assert.Empty(action.Artifacts);
    }

    [Fact]
    public async Task More_than_the_managers_limit_is_refused_before_it_is_sent()
    {
        await using var cluster = await StartAsync(o => o.ConfigureManager = options => options.MaxArtifactBytes = 10, nodes: 1);
        var task = await cluster.RunAsync(await cluster.DeployAsync(Of(Make())));
        Assert.Equal(ActionFailureKind.Artifact, Assert.Single(task.Actions).Failure!.Kind);
        Assert.Contains("15 bytes; 10 are allowed", task.Task.State.Message, StringComparison.Ordinal);
        Assert.Equal(1, _packages.Saves);
    }

    [Fact]
    public async Task A_file_that_is_longer_than_the_store_takes_fails_the_action_and_leaves_nothing()
    {
        var packages = new HoldingPackageStore(new InMemoryPackageStore(4096));
        await using var cluster = await StartAsync(o => o.ConfigureManagerHost = manager => manager.Services.AddSingleton<IPackageStore>(packages), nodes: 1);
        var task = await cluster.RunAsync(await cluster.DeployAsync(Of(Make("""bash -c 'head -c 5000 /dev/zero > "$0/big"; echo small > "$0/a-small"'""", "a-small", "big"))));
        Assert.Contains("'big' cannot be kept", task.Task.State.Message, StringComparison.Ordinal);
        await LitePipelineTestCluster.UntilAsync(async () => !await packages.HasAsync(Sha256("small\n")), "what had arrived before is removed");
    }

    [Fact]
    public async Task One_content_is_sent_once_and_stays_while_any_task_names_it()
    {
        await using var cluster = await StartAsync(nodes: 1);
        var app = await cluster.DeployAsync(Of(Make("""bash -c 'echo same > "$0/a"; echo same > "$0/b"'""", "a", "b")));
        var tasks = new List<TaskId>();
        for (var i = 0; i < 3; i++) tasks.Add((await cluster.RunAsync(app)).Task.Id);
        Assert.Equal(2, _packages.Saves);

        await cluster.Manager.DeleteTaskAsync(tasks[0]);
        await cluster.Manager.RerunTaskAsync(tasks[1]);
        await cluster.Manager.WaitForTaskAsync(tasks[1]);
        Assert.Equal("same\n", await ReadAsync(cluster.Manager, tasks[2], "make", "b"));
        await cluster.Manager.DeleteTaskAsync(tasks[2]);
        Assert.Equal("same\n", await ReadAsync(cluster.Manager, tasks[1], "make", "a"));
        await cluster.Manager.DeleteTaskAsync(tasks[1]);
        await LitePipelineTestCluster.UntilAsync(async () => !await _packages.HasAsync(Sha256("same\n")), "the content goes with the last task that names it");
    }

    [Fact]
    public async Task An_artifact_with_an_applications_content_and_the_application_keep_it_for_each_other()
    {
        await using var cluster = await StartAsync(nodes: 1);
        var copied = Path.Combine(cluster.Folder, "copied");
        var app = await cluster.DeployAsync(Of(Make($"""bash -c 'cp "{copied}" "$0/copy"'""", "copy")));
        var package = await cluster.Manager.OpenPackageAsync(app);
        await using (var file = File.Create(copied)) await package.Content.CopyToAsync(file);
        var task = await cluster.RunAsync(app);
        await cluster.Manager.DeleteApplicationAsync(app);
        // An upload waits for removals that have begun.
        await cluster.DeployAsync(Of(Make()));
        var kept = await cluster.Manager.OpenArtifactAsync(task.Task.Id, "make", "copy");
        Assert.Equal(package.Package.Sha256, kept.Artifact.Sha256);
        await cluster.Manager.DeleteTaskAsync(task.Task.Id);
        await LitePipelineTestCluster.UntilAsync(async () => !await _packages.HasAsync(package.Package.Sha256), "neither needs it any more");
    }

    [Fact]
    public async Task A_recovered_task_finds_what_its_successful_actions_left()
    {
        await using var cluster = await StartAsync();
        var flag = Path.Combine(cluster.Folder, "fixed");
        var app = await cluster.DeployAsync(Of(Make(), Use($"""bash -c 'test -e "{flag}" && cat "$0/artifacts/make/report.csv"'""")));
        var task = await cluster.RunAsync(app);
        Assert.Equal(RunStatus.Fail, task.Task.State.Status);
        await File.WriteAllTextAsync(flag, "");
        await cluster.Manager.RecoverTaskAsync(task.Task.Id);
        task = await cluster.Manager.WaitForTaskAsync(task.Task.Id);
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        Assert.Equal([1, 2], task.Actions.Select(action => action.Attempt));
        Assert.Equal(3, (await cluster.Manager.ListArtifactsAsync(new ArtifactQuery { Task = task.Task.Id })).Total);
    }

    [Fact]
    public async Task A_manager_that_dies_between_the_last_byte_and_the_record_gets_the_result_again_and_no_byte_twice()
    {
        var kept = new TaskCompletionSource();
        await using var cluster = await StartAsync(nodes: 1);
        var app = await cluster.DeployAsync(Of(Make()));
        _packages.WhenKept = () =>
        {
            if (_packages.Saves < 4) return Task.CompletedTask;
            kept.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        };
        var id = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "job"));
        await kept.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty((await cluster.Manager.ListArtifactsAsync(new ArtifactQuery { Task = id })).Items);
        await cluster.KillManagerAsync();
        _packages.WhenKept = null;
        await cluster.StartManagerAsync();
        var task = await cluster.Manager.WaitForTaskAsync(id).WaitAsync(TimeSpan.FromSeconds(30));
        var action = Assert.Single(task.Actions);
        Assert.Equal((RunStatus.Success, 1, 3), (action.Status, action.Attempt, action.Artifacts.Length));
        Assert.Equal(4, _packages.Saves);
        Assert.Equal("report\n", await ReadAsync(cluster.Manager, id, "make", "report.csv"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_dies_in_the_middle_of_sending_sends_again_or_is_replaced(bool returns)
    {
        var middle = new TaskCompletionSource();
        await using var cluster = await StartAsync(o => o.Transport = ClusterTransport.Tcp);
        const string making = """bash -c 'head -c 3000000 /dev/zero > "$0/report.csv"'""";
        var app = await cluster.DeployAsync(Of(Process("make", making) with { Artifacts = ["report.csv"] }, Process("use", """bash -c 'wc -c < "$0/artifacts/make/report.csv"'""", "make")));
        _packages.InTheMiddle = () =>
        {
            middle.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        };
        var id = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "job"));
        await middle.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var node = (await cluster.Manager.GetTaskAsync(id)).Live!.Running.Single().Node!;
        var index = cluster.Nodes.ToList().FindIndex(one => one.Name == node.Name);
        await cluster.KillNodeAsync(index);
        _packages.InTheMiddle = null;
        if (returns) await cluster.StartNodeAsync(index);
        var task = await cluster.Manager.WaitForTaskAsync(id).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        var make = task.Actions.Single(action => action.Name == "make");
        Assert.Equal((returns ? 1 : 2, returns ? node.Id == make.Node : node.Id != make.Node), (make.Attempt, true));
        Assert.Equal(3_000_000, Assert.Single(make.Artifacts).Size);
    }

    [Fact]
    public async Task A_handler_and_a_generated_action_leave_and_find_artifacts_too()
    {
        await using var cluster = await StartAsync(o => o.ConfigureNodeHost = node => node
            .AddAction("make", async (context, cancellationToken) =>
            {
                await File.WriteAllTextAsync(Path.Combine(await context.GetWorkspaceAsync(cancellationToken), "made.txt"), "by a handler", cancellationToken);
                context.AddAction(new ActionDefinition { Name = "more", Handler = "more", Condition = ["make"], ToAction = "read", Artifacts = ["*.txt"] });
            })
            .AddAction("more", async (context, cancellationToken) =>
            {
                var workspace = await context.GetWorkspaceAsync(cancellationToken);
                await File.WriteAllTextAsync(Path.Combine(workspace, "more.txt"), await File.ReadAllTextAsync(context.ArtifactPath("make", "made.txt"), cancellationToken) + " and more", cancellationToken);
            })
            .AddAction("read", async (context, cancellationToken) =>
            {
                await context.GetWorkspaceAsync(cancellationToken);
                context.SetOutput(new { text = await File.ReadAllTextAsync(context.ArtifactPath("more", "more.txt"), cancellationToken) });
            }));
        var task = await cluster.RunAsync(await cluster.DeployAsync(Of(Handler("make", "make") with { Artifacts = ["made.txt"] }, Handler("read", "read", "make"))));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        Assert.Equal("by a handler and more", task.Actions.Single(action => action.Name == "read").Result.ToElement().GetProperty("data").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_result_whose_attempt_was_given_up_leaves_nothing_in_the_store()
    {
        await using var cluster = await StartAsync(o => o.ConfigureManager = options => options.NodeReturnTimeout = TimeSpan.FromMilliseconds(200));
        var go = Path.Combine(cluster.Folder, "go");
        var app = await cluster.DeployAsync(Of(Process("make", $"""bash -c 'if [ $LITEPIPELINE_ATTEMPT = 1 ]; then while [ ! -e "{go}" ]; do sleep 0.05; done; fi; echo number $LITEPIPELINE_ATTEMPT > "$0/report.csv"'""") with { Artifacts = ["report.csv"] }));
        var id = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "job"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(id)).Live?.Running.Count == 1, "it runs");
        var lost = (await cluster.Manager.GetTaskAsync(id)).Live!.Running[0].Node!.Id;
        await cluster.Manager.RemoveNodeAsync(lost);
        var task = await cluster.Manager.WaitForTaskAsync(id).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, Assert.Single(task.Actions).Attempt);
        await File.WriteAllTextAsync(go, "");
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetClusterAsync()).Nodes.Count == 2, "the node is back");
        Assert.Equal("number 2\n", await ReadAsync(cluster.Manager, id, "make", "report.csv"));
        Assert.False(await _packages.HasAsync(Sha256("number 1\n")));
    }
}
