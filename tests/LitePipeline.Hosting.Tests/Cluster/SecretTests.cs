using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public partial class SecretTests
{
    private const string Canary = "canary-7f3a \"q\"/+ü";

    private static async Task<string> LogAsync(LitePipelineTestCluster cluster, TaskId task, string action)
    {
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, action));
        return await log.ReadToEndAsync();
    }

    private static async Task<RequestRefusedException> RefusedAsync(Func<Task> ask) => await Assert.ThrowsAsync<RequestRefusedException>(ask);

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_process_has_it_in_its_environment_and_what_it_prints_returns_or_fails_with_is_masked(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Transport, o.Store) = (transport, store));
        var digest = Path.Combine(cluster.Folder, "digest");
        var app = await cluster.DeployAsync(Of(
            Process("use", $$$"""bash -c 'printf %s "$API_KEY" | sha256sum > {{{digest}}}; echo "key: $API_KEY"; echo "again: $API_KEY" >&2; printf "{\"data\": {\"key\": \"%s\", \"n\": 1}}" "${API_KEY%% *}" > "$0/output.data"'"""),
            Process("break", """bash -c 'echo "broke with $API_KEY"; exit 3'""", "use")));
        await cluster.Manager.SetSecretAsync(app, "API_KEY", Canary);
        await cluster.Manager.SetSecretAsync(app, "PART", "canary-7f3a");
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        var task = await cluster.RunAsync(app);
        Assert.StartsWith(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Canary))), File.ReadAllText(digest), StringComparison.Ordinal);
        Assert.Equal("key: ***\nagain: ***\n", await LogAsync(cluster, task.Task.Id, "use"));
        var result = task.Actions.Single(action => action.Name == "use").Result.ToElement().GetProperty("data");
        Assert.Equal(("***", 1), (result.GetProperty("key").GetString(), result.GetProperty("n").GetInt32()));
        Assert.Contains("broke with ***", task.Task.State.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", task.Task.State.Message, StringComparison.Ordinal);
        // What no mask had to hide is nowhere on the node: neither the outbox nor a workspace.
        foreach (var file in Directory.EnumerateFiles(cluster.Nodes[0].Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "node.lock"))
            Assert.DoesNotContain("canary", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_asks_for_it_by_name_and_its_log_result_progress_and_failure_are_masked()
    {
        using var logs = new Lines();
        await using var cluster = await LitePipelineTestCluster.StartAsync(options =>
        {
            options.Logs = logs;
            options.ConfigureNodeHost = node => node.AddAction("use", (context, _) =>
            {
                var key = context.GetSecret("API_KEY");
                LogKey(context.Logger, key);
                context.ReportProgress(0.5, $"with {key}");
                context.SetOutput(new { right = key == Canary, key });
                Assert.Null(context.FindSecret("OTHER"));
                return context.Attempt.Attempt == 1 ? Task.CompletedTask : throw new InvalidOperationException($"broke with {key}");
            });
        });
        var app = await cluster.DeployAsync(Of(Handler("use", "use")));
        var missing = await cluster.RunAsync(app);
        Assert.Contains("The application has no secret 'API_KEY': set it", missing.Task.State.Message, StringComparison.Ordinal);

        await cluster.Manager.SetSecretAsync(app, "API_KEY", Canary);
        var progress = new ConcurrentQueue<PipelineEvent>();
        using (cluster.Manager.Events.Subscribe(progress.Enqueue))
        {
            var task = await cluster.RunAsync(app);
            var data = task.Actions.Single().Result.ToElement().GetProperty("data");
            Assert.Equal((true, "***"), (data.GetProperty("right").GetBoolean(), data.GetProperty("key").GetString()));
            await cluster.Manager.RerunTaskAsync(task.Task.Id);
            var failed = await cluster.Manager.WaitForTaskAsync(task.Task.Id);
            Assert.Contains("broke with ***", failed.Task.State.Message, StringComparison.Ordinal);
        }

        Assert.Contains("with ***", progress.OfType<PipelineEvent.ActionProgressed>().Select(told => told.Message));
        Assert.Contains(logs.All, line => line.Contains("The key is ***", StringComparison.Ordinal));
        Assert.All(logs.All.Concat(progress.Select(told => $"{told}")), line => Assert.DoesNotContain("canary", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attempt_of_a_task_that_runs_gets_what_is_set_by_its_start()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var seen = Path.Combine(cluster.Folder, "seen");
        var app = await cluster.DeployAsync(Of(Process("use", $$"""bash -c 'printf "%s\n" "$API_KEY" >> {{seen}}; until [ -e {{seen}}-go ]; do sleep 0.01; done; [ $LITEPIPELINE_ATTEMPT = 2 ]'""") with { Retry = new RetryDefinition(2) }));
        await cluster.Manager.SetSecretAsync(app, "API_KEY", "first-value");
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "use"));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(File.Exists(seen)), "the first attempt runs");
        await cluster.Manager.SetSecretAsync(app, "API_KEY", "second-value");
        File.WriteAllText($"{seen}-go", "");
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForTaskAsync(task)).Task.State.Status);
        Assert.Equal(["first-value", "second-value"], File.ReadAllLines(seen));
    }

    [Fact]
    public async Task An_output_of_megabytes_goes_through_the_mask_whole()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.DeployAsync(Of(Process("flood", """bash -c 'for i in {1..20000}; do echo "line $i of many with $API_KEY at its end"; done'""")));
        await cluster.Manager.SetSecretAsync(app, "API_KEY", Canary);
        var task = await cluster.RunAsync(app);
        var lines = (await LogAsync(cluster, task.Task.Id, "flood")).Split('\n');
        Assert.Equal(20_001, lines.Length);
        Assert.All(lines[..^1], line => Assert.EndsWith("with *** at its end", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_child_that_outlives_its_action_holds_neither_its_end_nor_its_output_up()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var pid = Path.Combine(cluster.Folder, "pid");
        var app = await cluster.DeployAsync(Of(Process("leave", $$"""bash -c 'setsid bash -c "echo \$\$ > {{pid}}; sleep 600" & until [ -s {{pid}} ]; do sleep 0.01; done; echo done with $API_KEY'""")));
        await cluster.Manager.SetSecretAsync(app, "API_KEY", Canary);
        var task = await cluster.RunAsync(app);
        Assert.Equal((RunStatus.Success, "done with ***\n"), (task.Task.State.Status!.Value, await LogAsync(cluster, task.Task.Id, "leave")));
        using var left = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(pid), null));
        left.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task Where_the_keys_are_gone_an_attempt_fails_with_what_to_do_and_setting_it_anew_mends_it()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.DeployAsync(Of(Process("use", "true")));
        await cluster.Manager.SetSecretAsync(app, "API_KEY", Canary);
        await cluster.KillManagerAsync();
        Directory.Delete(Path.Combine(cluster.Folder, "secret-keys"), recursive: true);
        await cluster.StartManagerAsync();
        var failed = await cluster.RunAsync(app);
        Assert.Equal(ActionFailureKind.NotStarted, failed.Actions.Single().Failure!.Kind);
        Assert.Contains("cannot decrypt the secret API_KEY: put back the folder of its keys", failed.Task.State.Message, StringComparison.Ordinal);
        await cluster.Manager.SetSecretAsync(app, "API_KEY", Canary);
        Assert.Equal(RunStatus.Success, (await cluster.RunAsync(app)).Task.State.Status);
    }

    [Fact]
    public async Task Bad_requests_are_refused_and_change_nothing()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(options => options.Nodes = 0);
        var app = await cluster.DeployAsync(Of(Process("use", "true")));
        var nobody = new AppId(Guid.NewGuid());
        Assert.Equal("name", (await RefusedAsync(() => cluster.Manager.SetSecretAsync(app, "A-B", Canary))).Refusal.Field);
        Assert.Equal("value", (await RefusedAsync(() => cluster.Manager.SetSecretAsync(app, "KEY", "x"))).Refusal.Field);
        Assert.Equal(ErrorCode.AppNotExists, (await RefusedAsync(() => cluster.Manager.SetSecretAsync(nobody, "KEY", Canary))).Code);
        Assert.Equal(ErrorCode.AppNotExists, (await RefusedAsync(() => cluster.Manager.ListSecretsAsync(nobody))).Code);
        Assert.Equal(ErrorCode.SecretNotExists, (await RefusedAsync(() => cluster.Manager.DeleteSecretAsync(app, "KEY"))).Code);
        Assert.Empty(await cluster.Manager.ListSecretsAsync(app));
    }

    [Fact]
    public async Task A_manager_without_a_folder_for_keys_says_how_to_give_one()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(options =>
        {
            options.Nodes = 0;
            options.ConfigureManagerHost = manager => manager.Services.Configure<Hosting.Secrets.SecretOptions>(secrets => secrets.KeyFolder = null);
        });
        var app = await cluster.DeployAsync(Of(Process("use", "true")));
        Assert.Contains(".UseSecrets(\"DIR\")", (await RefusedAsync(() => cluster.Manager.SetSecretAsync(app, "KEY", Canary))).Message, StringComparison.Ordinal);
    }

    [LoggerMessage(1, LogLevel.Information, "The key is {Key}")]
    private static partial void LogKey(ILogger logger, string key);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {state} {exception}");

        public void Dispose() { }
    }
}
