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

namespace LitePipeline.Hosting.Tests.Executors.ControlGroups;

/// <summary>Real processes in real control groups.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProcessLimitsTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly NodeData _data;
    private readonly ProcessRecords _records;
    private readonly string _workspace;
    private ProcessLimits _limits;

    public ProcessLimitsTests()
    {
        _data = new NodeData(Options.Create(new NodeOptions { DataPath = _folder["node"] }));
        _records = new ProcessRecords(_data);
        _workspace = Directory.CreateDirectory(Path.Combine(_data.Root, "workspaces", "w")).FullName;
        _limits = Open(new NodeOptions());
    }

    public void Dispose()
    {
        _limits.EndLeftoversAsync().GetAwaiter().GetResult();
        Leftovers.End(_data, _records, _data.Root, default);
        _records.Dispose();
        _limits.Dispose();
        _data.Dispose();
        Assert.Empty(Groups());
        _folder.Dispose();
    }

    private ProcessExecutor Executor => new(_data, _records, _limits, NullLogger<ProcessExecutor>.Instance);

    private ProcessLimits Open(NodeOptions options) => new(_data, options, GroupHierarchy.ReadAll(), NullLogger.Instance);

    // The groups of this node and of its actions, in all hierarchies.
    private List<string> Groups() =>
        [.. GroupHierarchy.ReadAll().Where(place => place.Own is not null).Select(place => Path.Combine(place.Own!, $"litepipeline-{_data.Id}")).Where(Directory.Exists)
            .SelectMany(node => Directory.GetDirectories(node, "*", SearchOption.AllDirectories).Prepend(node))];

    private string GroupWith(string file) => Groups().Single(folder => folder.Contains(".1.", StringComparison.Ordinal) && File.Exists(Path.Combine(folder, file)));

    private static string CpuLimit => GroupHierarchy.ReadAll().First(place => place.Controllers.Contains("cpu")).Version == 2 ? "cpu.max" : "cpu.cfs_quota_us";

    private Task<IRunningAction> StartAsync(string main, long memory = 0, double cpu = 0) =>
        Executor.StartAsync(
            new ActionStart(
                NodeFixture.Assignment(new ActionDefinition { Name = "first", Main = main, Resources = new ResourceDefinition { Memory = memory, Cpu = cpu } }, new PackageReference("", "", PackageFormat.TarGz, 0)),
                _workspace, _folder.Path, (_, _) => Task.CompletedTask),
            default);

    private async Task<ActionExit> RunAsync(string main, long memory = 0, double cpu = 0)
    {
        await using var action = await StartAsync(main, memory, cpu);
        return await action.Completion.WaitAsync(ScriptedManager.Timeout);
    }

    private async Task<int> WaitForPidAsync(string name)
    {
        var path = Path.Combine(_workspace, name);
        await NodeFixture.WaitAsync(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'), name);
        return int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
    }

    private static bool IsAlive(int pid) => ProcStat.Read(pid) is { State: not ('Z' or 'X') };

    [NeedsControlGroupsFact]
    public async Task What_needs_more_memory_than_it_may_have_is_killed_and_told()
    {
        Assert.Equal("enforced", _limits.Fact);
        var exit = await RunAsync("python3 -c 'x = b\"x\" * (400 << 20)'", memory: 64 * Megabyte);
        Assert.Equal(-9, exit.ReturnCode);
        Assert.Equal("It was killed because it needed more memory than it may have: its resources.memory is 67,108,864 bytes. Raise resources.memory, or make it need less.", exit.Failure!.Message);
        Assert.Empty(Groups());
    }

    [NeedsControlGroupsFact]
    public async Task What_fits_is_not_disturbed()
    {
        var exit = await RunAsync("python3 -c 'x = b\"x\" * (30 << 20); print(len(x))'", memory: 200 * Megabyte, cpu: 1);
        Assert.Equal((0, null), (exit.ReturnCode, exit.Failure));
        Assert.Equal($"{30 * Megabyte}\n", File.ReadAllText(Path.Combine(_workspace, "stdout.data")));
        Assert.Empty(Groups());
    }

    [NeedsControlGroupsFact]
    public async Task A_child_that_the_kernel_killed_for_memory_is_the_reason_of_its_parents_failure()
    {
        var exit = await RunAsync("bash -c 'python3 -c \"x = b\\\"x\\\" * (400 << 20)\" || exit 7'", memory: 64 * Megabyte);
        // Version 2 kills the whole group.
        Assert.Contains(exit.ReturnCode, (int?[])[7, -9]);
        Assert.StartsWith("It was killed because it needed more memory", exit.Failure!.Message, StringComparison.Ordinal);
    }

    [NeedsControlGroupsFact]
    public async Task Processors_are_given_by_the_time()
    {
        await using var action = await StartAsync("bash -c 'while :; do :; done'", cpu: 0.2);
        var group = GroupWith("cpu.stat");
        Assert.Equal("20000", GroupFile.Words(group, CpuLimit)[0]);
        // The kernel held it back in period after period, and it used no more than its share of each.
        await NodeFixture.WaitAsync(() => GroupFile.ReadCount(group, "cpu.stat", "nr_throttled") >= 5, "the kernel's holding it back");
        action.Signal(StopSignal.Kill);
        Assert.Equal(-9, (await action.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
        Assert.Empty(Groups());
    }

    [NeedsControlGroupsFact]
    public async Task A_share_that_is_too_small_for_the_kernels_usual_period_is_held_over_a_longer_one()
    {
        await using var action = await StartAsync("bash -c 'sleep 600; true'", cpu: 0.001);
        Assert.Equal("1000", GroupFile.Words(GroupWith("cpu.stat"), CpuLimit)[0]);
        action.Signal(StopSignal.Kill);
        await action.Completion.WaitAsync(ScriptedManager.Timeout);
    }

    [NeedsControlGroupsFact]
    public async Task The_command_is_in_its_groups_from_its_first_instruction_and_has_its_arguments_and_number()
    {
        await using var action = await StartAsync("bash -c 'echo $$ > $0/pid; grep litepipeline- /proc/self/cgroup | wc -l; echo \"$1\"; sleep 600' ", memory: 64 * Megabyte, cpu: 1);
        var pid = await WaitForPidAsync("pid");
        Assert.Equal(pid, ProcStat.Read(pid)!.Value.Session);
        Assert.All(Groups().Where(folder => folder.Contains(".1.", StringComparison.Ordinal)), folder => Assert.Contains(pid, GroupFile.ReadProcesses(folder)));
        var output = Path.Combine(_workspace, "stdout.data");
        await NodeFixture.WaitAsync(() => File.ReadAllText(output).EndsWith("--nodaemon\n", StringComparison.Ordinal), "its output");
        Assert.NotEqual("0", File.ReadAllLines(output)[0]);
        action.Signal(StopSignal.Terminate);
        Assert.Equal(-15, (await action.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
    }

    [NeedsControlGroupsFact]
    public async Task A_stop_reaches_what_has_left_the_session_and_nothing_of_a_group_outlives_its_action()
    {
        await using var stopped = await StartAsync("bash -c 'setsid sleep 601 & echo $! > $0/stopped; wait'", memory: 64 * Megabyte);
        var child = await WaitForPidAsync("stopped");
        await NodeFixture.WaitAsync(() => ProcStat.Read(child)?.Session == child, "the child's own session");
        stopped.Signal(StopSignal.Terminate);
        Assert.Equal(-15, (await stopped.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
        Assert.False(IsAlive(child));

        var exit = await RunAsync("bash -c 'setsid sleep 602 & echo $! > $0/left; sleep 0.1; exit 3'", cpu: 0.5);
        Assert.Equal(3, exit.ReturnCode);
        Assert.False(IsAlive(await WaitForPidAsync("left")));
        Assert.Empty(Groups());
    }

    [NeedsControlGroupsFact]
    public async Task What_cannot_be_started_says_the_same_with_limits_as_without()
    {
        File.WriteAllText(_folder["plain"], "echo script");
        foreach (var main in (string[])["no-such-command", "./no-such-file", "./plain"])
        {
            var without = await Assert.ThrowsAsync<ActionNotStartedException>(() => StartAsync(main));
            var within = await Assert.ThrowsAsync<ActionNotStartedException>(() => StartAsync(main, memory: 64 * Megabyte));
            Assert.Equal(without.Message, within.Message);
        }

        File.SetUnixFileMode(_folder["plain"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(0, (await RunAsync("./plain", memory: 64 * Megabyte)).ReturnCode);
        Assert.Empty(Groups());
    }

    [NeedsControlGroupsFact]
    public async Task Many_at_once_each_have_their_own()
    {
        var exits = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => RunAsync($"bash -c 'exit {number}'", memory: 64 * Megabyte, cpu: 0.5)));
        Assert.Equal(Enumerable.Range(0, 30), exits.Select(exit => exit.ReturnCode!.Value));
        Assert.Empty(Groups());
    }

    [NeedsControlGroupsFact]
    public async Task What_a_crashed_node_left_is_ended_with_its_groups_and_others_are_not()
    {
        // It has no mark of the node and a session of its own: only the group says whose it is.
        await using var left = await StartAsync("bash -c 'env -i setsid sleep 603 & echo $! > $0/left; exec env -i sleep 604'", memory: 64 * Megabyte, cpu: 0.5);
        var child = await WaitForPidAsync("left");
        File.AppendAllLines(Path.Combine(_data.Root, "control-groups"), [Path.Combine(GroupHierarchy.ReadAll().First(place => place.Own is not null).Own!), "/sys/fs/cgroup", _folder.Path]);

        _limits = Open(new NodeOptions());
        Assert.Equal(2, await _limits.EndLeftoversAsync());

        Assert.False(IsAlive(child));
        Assert.Empty(Groups());
        Assert.Equal(-9, (await left.Completion.WaitAsync(ScriptedManager.Timeout)).ReturnCode);
    }

    [Fact]
    public async Task Where_groups_cannot_be_made_the_node_says_why_and_the_action_runs()
    {
        // A folder of the kernel where not even root makes another one.
        GroupHierarchy unwritable = new(1, ["memory", "cpu"], "/sys/kernel", "/sys/kernel");
        _limits = new ProcessLimits(_data, new NodeOptions(), [unwritable], NullLogger.Instance);
        Assert.StartsWith("not enforced: memory and cpu: ", _limits.Fact, StringComparison.Ordinal);
        Assert.Contains("/sys/kernel/litepipeline-", _limits.Fact, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("bash -c 'exit 0'", memory: 64 * Megabyte, cpu: 1)).ReturnCode);
    }

    [Fact]
    public void Each_reason_for_no_limits_is_told()
    {
        string FactOf(NodeOptions options, params GroupHierarchy[] machine)
        {
            using var limits = new ProcessLimits(_data, options, machine, NullLogger.Instance);
            return limits.Fact;
        }

        Assert.Equal("not enforced: LitePipeline:Node:LimitProcesses is false", FactOf(new NodeOptions { LimitProcesses = false }));
        Assert.Equal($"not enforced: memory and cpu: {(OperatingSystem.IsLinux() ? "the kernel's control groups are not mounted here" : "only Linux has control groups")}", FactOf(new NodeOptions()));
        Assert.Equal(
            "not enforced: memory: the control groups that are mounted here cannot limit memory; cpu: there is no control group /sys/kernel/not/there; make it, or leave ControlGroup empty",
            FactOf(new NodeOptions { ControlGroup = "/not/there" }, new GroupHierarchy(2, ["cpu"], "/sys/kernel", "/sys/kernel")));
        Assert.Contains("outside of what is mounted at /sys/kernel", FactOf(new NodeOptions(), new GroupHierarchy(2, ["cpu", "memory"], "/sys/kernel", null)), StringComparison.Ordinal);
    }

    [NeedsControlGroupsFact]
    public async Task A_chosen_group_takes_the_nodes()
    {
        var chosen = $"/litepipeline-test-{Guid.NewGuid()}";
        List<string> made = [.. GroupHierarchy.ReadAll().Where(place => place.Controllers.Contains("memory") || place.Controllers.Contains("cpu")).Select(place => Directory.CreateDirectory(place.Root + chosen).FullName).Distinct()];
        try
        {
            _limits = Open(new NodeOptions { ControlGroup = chosen });
            Assert.Equal("enforced", _limits.Fact);
            await using (var action = await StartAsync("bash -c 'sleep 600; true'", memory: 64 * Megabyte, cpu: 1))
                foreach (var folder in made) Assert.Single(Directory.GetDirectories(folder, "litepipeline-*"));
        }
        finally
        {
            // Removed by the system's own call, which fails where something was left.
            foreach (var folder in made) Assert.Equal(0, PosixNative.RemoveFolder(folder));
        }
    }
}
