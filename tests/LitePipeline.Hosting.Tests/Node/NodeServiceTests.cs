using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class NodeServiceTests
{
    private const string Doubler = """
        import json, os, sys
        workspace = sys.argv[1]
        given = json.load(open(os.path.join(workspace, "input.data")))
        print("got", given["n"], sys.argv[2])
        json.dump({"data": {"n": given["n"] * 2}, "actions": []}, open(os.path.join(workspace, "output.data"), "w"))
        """;

    [Fact]
    public async Task A_python_action_reads_its_input_and_its_output_is_reported()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "first.py"), Doubler));
        var session = await fixture.JoinAsync();
        var assignment = NodeFixture.Command("python3 first.py", package);
        await session.RunAsync(assignment);
        var result = await session.ReadResultAsync();
        Assert.Null(result.Failure);
        Assert.Equal(0, result.ReturnCode);
        Assert.Equal(40, result.Data.ToElement().GetProperty("n").GetInt32());
        Assert.Equal("got 20 --nodaemon\n", await session.ReadStreamAsync(new StreamRequest.Log(NodeFixture.FolderOf(assignment), "first", 0, true)));
        Assert.Equal("20 --nodaemon\n", await session.ReadStreamAsync(new StreamRequest.Log(NodeFixture.FolderOf(assignment), "first", 4, false)));
        Assert.True(File.Exists(Path.Combine(fixture.DataPath, "workspaces", "2026-03-01", assignment.Attempt.Task.ToString(), "first", "output.data")));
    }

    [Fact]
    public async Task A_failing_action_says_its_exit_code_and_how_its_output_ends()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        await session.RunAsync(NodeFixture.Command("bash -c 'echo it broke; exit 3'", package));
        var result = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.Exit, result.Failure!.Kind);
        Assert.Equal(3, result.ReturnCode);
        Assert.Contains("exit code 3", result.Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("it broke", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_is_not_JSON_is_a_failure_that_says_so()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "bad.sh"), "echo nonsense > \"$1/output.data\""));
        var session = await fixture.JoinAsync();
        await session.RunAsync(NodeFixture.Command("bash bad.sh", package));
        Assert.Equal(ActionFailureKind.BadOutput, (await session.ReadResultAsync()).Failure!.Kind);
    }

    [Theory]
    [InlineData("no-such-command x", "no-such-command")]
    [InlineData("./first.py", "chmod +x")]
    [InlineData("python3 'first.py", "not closed")]
    public async Task A_command_that_cannot_be_started_is_a_failure_that_says_why(string main, string why)
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "first.py"), ""));
        var session = await fixture.JoinAsync();
        await session.RunAsync(NodeFixture.Command(main, package));
        var result = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.NotStarted, result.Failure!.Kind);
        Assert.Contains(why, result.Failure.Message, StringComparison.Ordinal);
        Assert.Null(result.ReturnCode);
    }

    [Fact]
    public async Task A_package_that_the_manager_does_not_have_is_a_failure_of_the_package()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync();
        await session.RunAsync(NodeFixture.Command("true", new PackageReference("aa", "bb", PackageFormat.TarGz, 1)));
        Assert.Equal(ActionFailureKind.Package, (await session.ReadResultAsync()).Failure!.Kind);
    }

    [Theory]
    [InlineData(StopSignal.Kill, -9)]
    [InlineData(StopSignal.Terminate, -15)]
    public async Task A_stop_ends_a_running_action_and_is_reported_with_the_signal(StopSignal signal, int code)
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var assignment = NodeFixture.Command("bash -c 'sleep 600'", package);
        await session.RunAsync(assignment);
        await NodeFixture.WaitAsync(() => fixture.RunsProcess, "the process");
        await session.SendAsync(new ManagerMessage.StopAction(assignment.Attempt, signal));
        var result = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.Stopped, result.Failure!.Kind);
        Assert.Equal(code, result.ReturnCode);
    }

    [Fact]
    public async Task A_stop_while_the_package_is_fetched_ends_the_attempt()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var asked = new TaskCompletionSource();
        fixture.Manager.BeforePackage = _ =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var assignment = NodeFixture.Command("true", package);
        await session.RunAsync(assignment);
        await asked.Task.WaitAsync(ScriptedManager.Timeout);
        await session.SendAsync(new ManagerMessage.StopAction(assignment.Attempt, StopSignal.Terminate));
        var result = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.Stopped, result.Failure!.Kind);
        Assert.Null(result.ReturnCode);
    }

    [Fact]
    public async Task Many_stops_right_after_the_start_end_every_attempt()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        for (var index = 0; index < 50; index++)
        {
            var assignment = NodeFixture.Command("bash -c 'sleep 600'", package);
            await session.RunAsync(assignment);
            await session.SendAsync(new ManagerMessage.StopAction(assignment.Attempt, StopSignal.Kill));
            Assert.Equal(ActionFailureKind.Stopped, (await session.ReadResultAsync()).Failure!.Kind);
        }
    }

    [Fact]
    public async Task A_discarded_attempt_is_killed_and_reports_nothing()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var discarded = NodeFixture.Command("bash -c 'sleep 600'", package);
        await session.RunAsync(discarded);
        await NodeFixture.WaitAsync(() => fixture.RunsProcess, "the process");
        await session.SendAsync(new ManagerMessage.DiscardAttempt(discarded.Attempt));
        await NodeFixture.WaitAsync(() => !fixture.RunsProcess, "the process's end");
        var next = NodeFixture.Command("true", package);
        await session.RunAsync(next);
        Assert.Equal(next.Attempt, (await session.ReadAsync<NodeMessage.ActionFinished>()).Attempt);
    }

    [Fact]
    public async Task A_cut_connection_leaves_actions_running_and_their_results_arrive_after_the_next_join()
    {
        await using var fixture = await NodeFixture.StartAsync();
        using var gate = new TemporaryFolder();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var assignment = NodeFixture.Command($"bash -c 'until [ -e {gate["go"]} ]; do sleep 0.01; done; exit 7'", package);
        await session.RunAsync(assignment);
        await NodeFixture.WaitAsync(() => fixture.RunsProcess, "the process");

        fixture.Manager.Transport.CutAll();
        var second = await fixture.Manager.AcceptAsync();
        Assert.Equal(assignment.Attempt, Assert.Single((await second.ReadAsync<NodeMessage.Join>()).Running));
        File.WriteAllText(gate["go"], "");
        Assert.Equal(7, (await second.ReadResultAsync()).ReturnCode);

        fixture.Manager.Transport.CutAll();
        var third = await fixture.Manager.AcceptAsync();
        var join = await third.ReadAsync<NodeMessage.Join>();
        Assert.Empty(join.Running);
        Assert.Equal(assignment.Attempt, Assert.Single(join.Finished));
        Assert.Equal(7, (await third.ReadResultAsync()).ReturnCode);
        await third.RunAsync(assignment);
        await third.SendAsync(new ManagerMessage.AcknowledgeResult(assignment.Attempt));

        // The repeat was ignored: the next result is another attempt's.
        var other = NodeFixture.Command("true", package);
        await third.RunAsync(other);
        Assert.Equal(other.Attempt, (await third.ReadAsync<NodeMessage.ActionFinished>()).Attempt);
        fixture.Manager.Transport.CutAll();
        var fourth = await fixture.Manager.AcceptAsync();
        Assert.Equal(other.Attempt, Assert.Single((await fourth.ReadAsync<NodeMessage.Join>()).Finished));
    }

    [Fact]
    public async Task A_connection_lost_while_a_package_is_fetched_costs_only_another_fetch()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var asked = new TaskCompletionSource();
        fixture.Manager.BeforePackage = _ => asked.TrySetResult() ? new TaskCompletionSource().Task : Task.CompletedTask;
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        await session.RunAsync(NodeFixture.Command("true", package));
        await asked.Task.WaitAsync(ScriptedManager.Timeout);
        fixture.Manager.Transport.CutAll();
        var second = await fixture.AcceptAsync();
        Assert.Null((await second.ReadResultAsync()).Failure);
        Assert.Equal(2, fixture.Manager.PackageRequests);
    }

    [Fact]
    public async Task Attempts_that_need_the_same_package_share_one_fetch_and_the_next_life_of_the_node_has_it()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var host = await fixture.StartNodeAsync();
        var session = await fixture.AcceptAsync();
        for (var index = 0; index < 20; index++) await session.RunAsync(NodeFixture.Command("true", package));
        for (var index = 0; index < 20; index++) Assert.Null((await session.ReadResultAsync()).Failure);
        await fixture.StopAsync(host);
        session = await fixture.JoinAsync();
        for (var index = 0; index < 20; index++) await session.ReadResultAsync();
        await session.RunAsync(NodeFixture.Command("true", package));
        Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.Equal(1, fixture.Manager.PackageRequests);
    }

    [Fact]
    public async Task The_cache_keeps_its_limit_and_what_is_in_use()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var first = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "a"), "1"));
        var second = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "b"), "2"));
        var session = await fixture.JoinAsync(configure: options => options.PackageCacheSize = 1);
        foreach (var package in new[] { first, second, first })
        {
            await session.RunAsync(NodeFixture.Command("true", package));
            Assert.Null((await session.ReadResultAsync()).Failure);
        }
        Assert.Equal(3, fixture.Manager.PackageRequests);
        await NodeFixture.WaitAsync(() => !Directory.EnumerateDirectories(Path.Combine(fixture.DataPath, "packages")).Any(), "the empty cache");
    }

    [Fact]
    public async Task A_result_is_reported_again_by_the_next_life_of_the_node()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var host = await fixture.StartNodeAsync(node => node.AddAction("answer", (context, _) =>
        {
            context.SetOutput(new { answer = 42 });
            return Task.CompletedTask;
        }));
        var session = await fixture.Manager.AcceptAsync();
        var id = (await session.ReadAsync<NodeMessage.Join>()).Node.Id;
        var assignment = NodeFixture.Handler("answer");
        await session.RunAsync(assignment);
        await session.ReadResultAsync();
        await fixture.StopAsync(host);

        await fixture.StartNodeAsync();
        session = await fixture.Manager.AcceptAsync();
        var join = await session.ReadAsync<NodeMessage.Join>();
        Assert.Equal(id, join.Node.Id);
        Assert.Equal(assignment.Attempt, Assert.Single(join.Finished));
        Assert.Equal("""{"answer":42}""", (await session.ReadResultAsync()).Data.ToString());
    }

    [Fact]
    public async Task A_rerun_gets_a_new_workspace_and_the_old_output_stays_beside_it()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "run.sh"), "ls \"$1\"; touch \"$1/mine\""));
        var session = await fixture.JoinAsync();
        var task = new TaskId(Guid.NewGuid());
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await session.RunAsync(NodeFixture.Command("bash run.sh", package, attempt: attempt, task: task));
            Assert.Null((await session.ReadResultAsync()).Failure);
        }
        var folder = Path.Combine(fixture.DataPath, "workspaces", "2026-03-01", task.ToString());
        Assert.Equal("input.data\nstdout.data\n", File.ReadAllText(Path.Combine(folder, "first", "stdout.data")));
        Assert.True(File.Exists(Path.Combine(folder, ".first.attempt-1", "stdout.data")));
    }

    [Fact]
    public async Task Workspaces_are_sent_as_packages_and_deleted_on_demand()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var assignment = NodeFixture.Command("echo hello", package);
        await session.RunAsync(assignment);
        await session.ReadResultAsync();
        var folder = NodeFixture.FolderOf(assignment);
        using (var unpacked = new TemporaryFolder())
        {
            await using var stream = await session.Channel.RequestStreamAsync(new StreamRequest.Workspace(folder, "first"), default);
            var top = await Hosting.Packages.PackageArchive.UnpackAsync(stream, PackageFormat.TarGz, unpacked["workspace"]);
            Assert.Contains("hello", File.ReadAllText(Path.Combine(top, "stdout.data")), StringComparison.Ordinal);
        }
        await session.SendAsync(new ManagerMessage.DeleteWorkspaces([folder]));
        await NodeFixture.WaitAsync(() => !Directory.Exists(Path.Combine(fixture.DataPath, "workspaces", "2026-03-01")), "the deletion");
        await Assert.ThrowsAsync<StreamRefusedException>(() => session.Channel.RequestStreamAsync(new StreamRequest.Workspace(folder, "first"), default));
    }

    [Fact]
    public async Task A_followed_log_comes_while_the_action_runs_and_ends_with_it()
    {
        await using var fixture = await NodeFixture.StartAsync();
        using var gate = new TemporaryFolder();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var assignment = NodeFixture.Command($"bash -c 'echo one; until [ -e {gate["go"]} ]; do sleep 0.01; done; echo two'", package);
        await session.RunAsync(assignment);
        await NodeFixture.WaitAsync(() => fixture.RunsProcess, "the process");
        await using var stream = await session.Channel.RequestStreamAsync(new StreamRequest.Log(NodeFixture.FolderOf(assignment), "first", 0, true), default);
        using var reader = new StreamReader(stream);
        Assert.Equal("one", await reader.ReadLineAsync().WaitAsync(ScriptedManager.Timeout));
        File.WriteAllText(gate["go"], "");
        Assert.Equal("two\n", await reader.ReadToEndAsync().WaitAsync(ScriptedManager.Timeout));
    }

    [Fact]
    public async Task Progress_that_an_action_writes_reaches_the_manager()
    {
        await using var fixture = await NodeFixture.StartAsync();
        using var gate = new TemporaryFolder();
        var package = fixture.Manager.Add(app => File.WriteAllText(Path.Combine(app, "run.sh"),
            $$"""echo '{"fraction": 0.5, "message": "half"}' > "$1/progress.data"; until [ -e {{gate["go"]}} ]; do sleep 0.01; done"""));
        var session = await fixture.JoinAsync();
        await session.RunAsync(NodeFixture.Command("bash run.sh", package));
        var progress = await session.ReadAsync<NodeMessage.ActionProgressed>();
        Assert.Equal((0.5, "half"), (progress.Fraction, progress.Message));
        File.WriteAllText(gate["go"], "");
        Assert.Null((await session.ReadResultAsync()).Failure);
    }

    [Fact]
    public async Task Two_nodes_cannot_share_a_folder()
    {
        await using var fixture = await NodeFixture.StartAsync();
        await fixture.StartNodeAsync();
        var failure = await Assert.ThrowsAsync<IOException>(() => fixture.StartNodeAsync());
        Assert.Contains("Another node uses the folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_a_folder_does_not_start_and_says_which_option_is_missing()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => fixture.StartNodeAsync(configure: options => options.DataPath = ""));
        Assert.Contains("DataPath", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_durable_results_handlers_touch_no_file_but_the_identity()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(
            node => node.AddAction("nothing", (_, _) => Task.CompletedTask), options => options.DurableResults = false);
        for (var index = 0; index < 100; index++) await session.RunAsync(NodeFixture.Handler("nothing"));
        for (var index = 0; index < 100; index++) Assert.Null((await session.ReadResultAsync()).Failure);
        var files = Directory.EnumerateFiles(fixture.DataPath, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order();
        Assert.Equal(["node.json", "node.lock"], files);
    }
}
