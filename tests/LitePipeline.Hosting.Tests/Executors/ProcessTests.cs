using System.Diagnostics;
using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Executors.ControlGroups;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Tests.Node;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Tests.Executors;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodeData _data;
    private readonly ProcessRecords _records;
    private readonly string _application, _workspace;

    public ProcessTests()
    {
        _data = Open("node");
        _records = new ProcessRecords(_data);
        _application = Directory.CreateDirectory(_folder["app"]).FullName;
        _workspace = Path.Combine(_data.Root, "workspaces", "w");
        Directory.CreateDirectory(_workspace);
    }

    public void Dispose()
    {
        Leftovers.End(_data, _records, _data.Root, default);
        _records.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }

    private string Output => File.ReadAllText(Path.Combine(_workspace, "stdout.data"));

    private NodeData Open(string name) => new(Options.Create(new NodeOptions { DataPath = _folder[name] }));

    private static ProcessLimits Unlimited(NodeData data) => new(data, Options.Create(new NodeOptions { LimitProcesses = false }), NullLogger<ProcessLimits>.Instance);

    private static ProcessExecutor Executor(NodeData data, ProcessRecords records) => new(data, records, Unlimited(data), NullLogger<ProcessExecutor>.Instance);

    private Task<IRunningAction> StartAsync(string main, string? env = null, ProcessExecutor? executor = null) =>
        (executor ?? Executor(_data, _records)).StartAsync(
            new ActionStart(
                NodeFixture.Assignment(new ActionDefinition { Name = "first", Main = main, Env = env }, new PackageReference("", "", PackageFormat.TarGz, 0)),
                _workspace, _application, (_, _) => Task.CompletedTask),
            default);

    private async Task<ActionExit> RunAsync(string main, string? env = null)
    {
        await using var action = await StartAsync(main, env);
        return await action.Completion.WaitAsync(ScriptedManager.Timeout);
    }

    private async Task<int> WaitForPidAsync(string name)
    {
        var path = Path.Combine(_workspace, name);
        await NodeFixture.WaitAsync(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'), name);
        return int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
    }

    private static bool IsAlive(int pid) => ProcStat.Read(pid) is { State: not ('Z' or 'X') };

    [Theory]
    [InlineData("bash -c 'exit 0'", 0)]
    [InlineData("bash -c 'exit 5'", 5)]
    [InlineData("bash -c 'kill -9 $$'", -9)]
    [InlineData("bash -c 'kill -SEGV $$'", -11)]
    [InlineData("python3 -c 'import sys; sys.exit(255)'", 255)]
    public async Task The_return_code_is_the_exit_code_or_minus_the_signal(string main, int code)
    {
        var exit = await RunAsync(main);
        Assert.Equal(code, exit.ReturnCode);
        Assert.Equal(code == 0, exit.Failure is null);
    }

    [Theory]
    [InlineData("python3 -c 'import sys; print(sys.argv[1:])' 'a b'", "['a b', '{w}', '--nodaemon']\n")]
    [InlineData("echo $LITEPIPELINE_ACTION $LITEPIPELINE_ATTEMPT", "first 1 {w} --nodaemon\n")]
    [InlineData("X=1 bash -c 'echo $X $0 $1'", "1 {w} --nodaemon\n")]
    [InlineData("pwd -P #", "{app}\n")]
    [InlineData("bash -c 'echo out; echo err >&2; readlink /proc/self/fd/0'", "out\nerr\n/dev/null\n")]
    [InlineData("./script", "script {w} --nodaemon\n")]
    [InlineData("bash -c 'trap; ulimit -c >/dev/null; echo $PYTHONUNBUFFERED'", "1\n")]
    public async Task Commands_get_their_arguments_folder_and_variables(string main, string output)
    {
        var script = Path.Combine(_application, "script");
        File.WriteAllText(script, "echo script $1 $2\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await RunAsync(main);
        Assert.Equal(output.Replace("{w}", _workspace, StringComparison.Ordinal).Replace("{app}", _application, StringComparison.Ordinal), Output);
    }

    [Theory]
    [InlineData("bash -c 'echo $MARK $0 $1'", "activated {w} --nodaemon\n")]
    [InlineData("echo $MARK 'a  b'", "activated a  b {w} --nodaemon\n")]
    public async Task A_venv_in_the_package_is_activated(string main, string output)
    {
        Directory.CreateDirectory(Path.Combine(_application, "venvs/my venv/bin"));
        File.WriteAllText(Path.Combine(_application, "venvs/my venv/bin/activate"), "export MARK=activated\n");
        await RunAsync(main, "venvs/my venv");
        Assert.Equal(output.Replace("{w}", _workspace, StringComparison.Ordinal), Output);
    }

    [Theory]
    [InlineData(StopSignal.Kill)]
    [InlineData(StopSignal.Terminate)]
    public async Task A_signal_reaches_the_grandchildren(StopSignal signal)
    {
        await using var action = await StartAsync("bash -c '(sleep 600 & echo $! > $0/child; wait) & wait'");
        var child = await WaitForPidAsync("child");
        Assert.True(IsAlive(child));
        action.Signal(signal);
        Assert.Equal((int)signal, (await action.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
        await NodeFixture.WaitAsync(() => !IsAlive(child), "the grandchild's end");
    }

    [Fact]
    public async Task A_process_that_runs_is_not_lost_where_its_record_cannot_be_written()
    {
        // A file where the folder should be refuses as a full disk does.
        File.WriteAllText(Path.Combine(_data.Root, "running"), "");
        var exit = await RunAsync("sh -c 'echo ran'");
        Assert.Null(exit.Failure);
        Assert.Equal("ran\n", Output);
        File.Delete(Path.Combine(_data.Root, "running"));
    }

    [Fact]
    public async Task What_the_leader_leaves_behind_ends_with_it()
    {
        var exit = await RunAsync("bash -c 'sleep 600 & echo $! > $0/child'");
        Assert.Equal(0, exit.ReturnCode);
        var child = await WaitForPidAsync("child");
        await NodeFixture.WaitAsync(() => !IsAlive(child), "the child's end");
    }

    [Fact]
    public async Task Many_processes_at_once_all_report_their_own_code()
    {
        var actions = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number => (number, action: await StartAsync($"bash -c 'exit {number}'"))));
        foreach (var (number, action) in actions)
            Assert.Equal(number, (await action.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
        Assert.Empty(_records.ReadAll());
    }

    [Fact]
    public async Task Leftovers_end_with_all_their_session_even_without_their_leader_record_or_environment()
    {
        // The first session says nothing of the node, only its record does; of the second one the record is missing.
        await using var recorded = await StartAsync("bash -c 'env -i sleep 600 & echo $! > $0/bare; exec env -i sleep 601'");
        await using var marked = await StartAsync("bash -c 'sleep 602 & echo $! > $0/marked; setsid sleep 603 & echo $! > $0/other; wait'");
        int[] pids = [await WaitForPidAsync("bare"), await WaitForPidAsync("marked"), await WaitForPidAsync("other")];
        using var stranger = Process.Start("sleep", "604");
        var leader = ProcStat.Read(ProcStat.Read(pids[1])!.Value.Session)!.Value;
        using var left = new ProcessRecords(_data);
        var other = Assert.Single(_records.ReadAll(), record => !record.Is(leader));
        left.Clear();
        left.Add(other.Pid, new BootTicks(other.From), new BootTicks(other.To));

        await Executor(_data, left).EndLeftoverAsync(Path.Combine(_data.Root, "workspaces"), default);

        foreach (var pid in pids) Assert.False(IsAlive(pid));
        Assert.Equal(-9, (await recorded.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
        Assert.Equal(-9, (await marked.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task Another_nodes_processes_and_recycled_numbers_are_left_alone()
    {
        using var other = Open("other");
        using var otherRecords = new ProcessRecords(other);
        await using var others = await StartAsync("bash -c 'sleep 600 & echo $! > $0/others; wait'", executor: Executor(other, otherRecords));
        var pid = await WaitForPidAsync("others");
        using var stranger = Process.Start("sleep", "600");
        // The number of a process that ended, given to another one since.
        _records.Add(stranger.Id, new BootTicks(1), new BootTicks(2));
        File.AppendAllText(Path.Combine(_data.Root, "running.data"), "12");
        Leftovers.End(_data, _records, Path.Combine(_data.Root, "workspaces"), default);
        Assert.True(IsAlive(pid));
        Assert.False(stranger.HasExited);
        Assert.Empty(_records.ReadAll());
        stranger.Kill();
    }
}
