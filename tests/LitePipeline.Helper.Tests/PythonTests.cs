using System.Diagnostics;
using System.Reflection;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Helper.Tests;

/// <summary>The Python module, run by Python and read as a node reads it.</summary>
public class PythonTests
{
    private static readonly string Module =
        typeof(PythonTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "PythonHelper").Value!;

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["PYTHONPATH"], start.Environment["PYTHONDONTWRITEBYTECODE"]) = (Module, "1");
        using var python = Process.Start(start)!;
        var error = python.StandardError.ReadToEndAsync();
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return (python.ExitCode, output, await error);
    }

    private static async Task<string> SucceedAsync(WorkspaceFolder folder, string script)
    {
        var (exitCode, output, error) = await RunAsync(script, folder.Args);
        Assert.True(exitCode == 0, error);
        return output;
    }

    [Theory]
    [InlineData("from litepipeline_helper import Action")]
    [InlineData("from litepipeline_helper.models.action import Action")]
    public async Task The_input_is_read_and_the_output_is_what_a_node_takes(string import)
    {
        using var folder = new WorkspaceFolder();
        await SucceedAsync(folder, $$"""
            {{import}}
            workspace, data = Action.get_input()
            assert data["first"] == {"total": 7}, data
            Action.set_output({"rows": data["row_count"]}, [Action("part", "python part.py", ["first"], "venvs/venv", {"n": 1}, "last", artifacts=["a/*.csv"])])
            """);

        var output = folder.ReadOutput();
        Assert.Equal("""{"rows":3}""", output.Data.ToString().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
        var part = Assert.Single(output.Actions);
        Assert.Equal(("part", "python part.py", "venvs/venv", null), (part.Name, part.Main, part.Env, part.Retry));
        Assert.Equal("first", Assert.Single(part.Condition));
        Assert.Equal("last", part.ToAction);
        Assert.Equal("a/*.csv", Assert.Single(part.Artifacts));
    }

    [Fact]
    public async Task Artifacts_of_conditions_are_found_by_their_paths()
    {
        using var folder = new WorkspaceFolder();
        File.WriteAllText(Path.Combine(folder.Path, "input.data"), """{"action_info": {"artifacts": {"first": {"a/b.csv": "/w/artifacts/first/a/b.csv"}}}}""");
        Assert.Equal("/w/artifacts/first/a/b.csv\n{'a/b.csv': '/w/artifacts/first/a/b.csv'} {}\n\"The action 'other' has left no artifact 'x'. It must declare it in its artifacts, and stand in this action's condition.\"\n", await SucceedAsync(folder, """
            from litepipeline_helper import Action
            print(Action.get_artifact("first", "a/b.csv"))
            print(Action.get_artifacts("first"), Action.get_artifacts("other"))
            try:
                Action.get_artifact("other", "x")
            except KeyError as error:
                print(error)
            """));
    }

    [Fact]
    public async Task A_generated_action_has_a_retry_a_timeout_and_what_its_node_must_be()
    {
        using var folder = new WorkspaceFolder();
        await SucceedAsync(folder, """
            from datetime import timedelta
            from litepipeline_helper import Action
            Action.set_output(actions=[
                Action("short", "true", retry=3, timeout=timedelta(minutes=5), target_env={"platform": "linux"}),
                Action("long", "true", retry={"attempts": 5, "backoff": {"delay": 1, "factor": 3, "max": 60}, "on_exit_codes": [75]}, timeout=1.5, docker={"name": "python"})])
            """);

        var actions = folder.ReadOutput().Actions;
        Assert.Equal((3, TimeSpan.FromMinutes(5), "linux"), (actions[0].Retry!.Attempts, actions[0].Timeout, actions[0].TargetEnv.Platform));
        Assert.Equal((5, TimeSpan.FromSeconds(1.5), "python"), (actions[1].Retry!.Attempts, actions[1].Timeout, actions[1].Docker!.Name));
        Assert.Equal([75], actions[1].Retry!.OnExitCodes.ToArray());
    }

    [Fact]
    public async Task Progress_is_read_by_a_node_line_by_line_though_many_threads_tell_it()
    {
        using var folder = new WorkspaceFolder();
        await SucceedAsync(folder, """
            import threading
            from litepipeline_helper import Action
            threads = [threading.Thread(target=lambda: [Action.report_progress(0.25, "ein\nViertel é") for _ in range(100)]) for _ in range(4)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            Action.report_progress(7)
            """);

        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.Path, WorkspaceContract.ProgressFile));
        var read = lines.Select(line => ProgressLine.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var progress) ? progress : default).ToArray();
        Assert.Equal([.. Enumerable.Repeat(new ProgressLine(0.25, "ein\nViertel é"), 400), new ProgressLine(1, "")], read);
    }

    [Fact]
    public async Task A_log_line_has_the_time()
    {
        using var folder = new WorkspaceFolder();
        var output = await SucceedAsync(folder, "from litepipeline_helper import Action; Action.log('three rows')");

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} three rows\r?\n$", output);
    }

    [Theory]
    [InlineData("Action.get_input()", "without a workspace")]
    [InlineData("Action.report_progress(1)", "without a workspace")]
    [InlineData("Action.report_progress(float('nan'))", "from 0 to 1")]
    public async Task What_cannot_be_done_is_said(string call, string message)
    {
        var (exitCode, _, error) = await RunAsync($"from litepipeline_helper import Action; {call}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
