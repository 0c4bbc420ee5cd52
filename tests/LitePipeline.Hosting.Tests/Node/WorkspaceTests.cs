using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class WorkspaceTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder _gates = new();
    private NodeFixture _fixture = null!;
    private PackageReference _package = null!;

    public async Task InitializeAsync()
    {
        _fixture = await NodeFixture.StartAsync();
        _package = _fixture.Manager.Add(_ => { });
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    public void Dispose() => _gates.Dispose();

    private Task<ScriptedSession> JoinAsync(Action<NodeOptions> configure) => _fixture.JoinAsync(node => node.Services.AddSingleton<TimeProvider>(_time), configure);

    private string FolderOf(ActionAssignment assignment) => assignment.Service is { } service
        ? Path.Combine(_fixture.DataPath, "workspaces", "services", service.ToString())
        : Path.Combine(_fixture.DataPath, "workspaces", "2026-03-01", assignment.Attempt.Task.ToString());

    private bool IsThere(ActionAssignment assignment) => Directory.Exists(FolderOf(assignment));

    private async Task<ActionAssignment> RunAsync(ScriptedSession session, string main = "true", ServiceId? service = null)
    {
        var assignment = NodeFixture.Command(main, _package) with { Service = service };
        await session.RunAsync(assignment);
        Assert.Null((await session.ReadResultAsync()).Failure);
        return assignment;
    }

    // It writes to its workspace, and runs until it is let go.
    private async Task<ActionAssignment> BeginAsync(ScriptedSession session, ServiceId? service = null, TaskId? task = null, int attempt = 1)
    {
        var assignment = NodeFixture.Command($"bash -c 'touch $0/begun; until [ -e {_gates["go"]} ]; do sleep 0.01; done'", _package, task: task, attempt: attempt) with { Service = service };
        await session.RunAsync(assignment);
        await NodeFixture.WaitAsync(() => File.Exists(Path.Combine(FolderOf(assignment), "first", "begun")), "the running action");
        return assignment;
    }

    private static Task GoneAsync(Func<bool> isThere) => NodeFixture.WaitAsync(() => !isThere(), "the workspace's removal");

    [Fact]
    public async Task Workspaces_past_their_age_go_but_not_those_of_a_running_task_or_of_a_service()
    {
        var session = await JoinAsync(options => options.WorkspaceMaxAge = TimeSpan.FromDays(30));
        var old = await RunAsync(session);
        var service = await RunAsync(session, service: new ServiceId(Guid.NewGuid()));
        var running = await BeginAsync(session);
        _time.Advance(TimeSpan.FromDays(31));
        await GoneAsync(() => IsThere(old));
        Assert.True(IsThere(running) && IsThere(service));

        File.WriteAllText(_gates["go"], "");
        Assert.Null((await session.ReadResultAsync()).Failure);
        _time.Advance(TimeSpan.FromMinutes(10));
        await GoneAsync(() => IsThere(running));
        Assert.True(IsThere(service));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_fixture.DataPath, "workspaces"), "2*"));
        await NodeFixture.WaitAsync(() => !Directory.EnumerateFileSystemEntries(Path.Combine(_fixture.DataPath, "removing")).Any(), "the deletion");
    }

    [Fact]
    public async Task Artifacts_that_the_manager_may_still_fetch_keep_their_workspace()
    {
        var session = await JoinAsync(options => options.WorkspaceMaxAge = TimeSpan.FromDays(30));
        var assignment = NodeFixture.Assignment(new ActionDefinition { Name = "first", Main = "bash -c 'echo made > $0/made.txt; ln -s /etc/passwd $0/link'", Artifacts = ["*.txt"] }, _package);
        await session.RunAsync(assignment);
        var result = await session.ReadResultAsync();
        Assert.Equal(("made.txt", 5L), (result.Artifacts.Single().Path, result.Artifacts.Single().Size));
        var other = await RunAsync(session);
        _time.Advance(TimeSpan.FromDays(31));
        await GoneAsync(() => IsThere(other));
        Assert.Equal("made\n", await session.ReadStreamAsync(new StreamRequest.ArtifactFile(NodeFixture.FolderOf(assignment), "first", "made.txt")));
        foreach (var (path, why) in new[] { ("link", "is a link"), ("../../../../node.json", "leaves the action's workspace"), ("/etc/passwd", "is not relative"), ("none", "any more") })
        {
            var refused = await Assert.ThrowsAsync<StreamRefusedException>(() => session.ReadStreamAsync(new StreamRequest.ArtifactFile(NodeFixture.FolderOf(assignment), "first", path)));
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        }

        await session.SendAsync(new ManagerMessage.AcknowledgeResult(assignment.Attempt));
        // The acknowledgement is taken before this attempt is.
        await RunAsync(session);
        _time.Advance(TimeSpan.FromMinutes(10));
        await GoneAsync(() => IsThere(assignment));
    }

    [Fact]
    public async Task Artifacts_of_conditions_that_do_not_arrive_whole_fail_the_action_and_never_lead_out_of_its_workspace()
    {
        var session = await JoinAsync(options => options.WorkspaceMaxAge = null);
        await RunAsync(session);
        _fixture.Manager.SendPackage = (_, destination) => destination.WriteAsync("wrong"u8.ToArray()).AsTask();
        var given = new Artifact("made.txt", new string('a', 64), 5);
        foreach (var (artifact, why) in new[] { (given, "could not be had"), (given with { Path = "../../x" }, "leaves the action's workspace"), (given with { Path = "/x" }, "is not relative"), (given with { Sha256 = _package.Sha256 }, "arrived 3 times") })
        {
            var assignment = NodeFixture.Command("true", _package) with { Conditions = [new ConditionData("made", default) { Artifacts = [artifact] }] };
            await session.RunAsync(assignment);
            var result = await session.ReadResultAsync();
            Assert.Equal(ActionFailureKind.Artifact, result.Failure!.Kind);
            Assert.Contains(why, result.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Beyond_the_size_the_least_lately_used_go_first()
    {
        var session = await JoinAsync(options => (options.WorkspaceMaxAge, options.WorkspaceMaxBytes) = (null, 2_500_000));
        var running = await BeginAsync(session);
        var used = new List<ActionAssignment>();
        for (var index = 0; index < 3; index++) used.Add(await RunAsync(session, "bash -c 'head -c 1000000 /dev/zero > $0/data'"));
        // The first to be made is the last to be used.
        var (first, second, third) = (used[0], used[1], used[2]);
        File.SetLastWriteTimeUtc(Path.Combine(FolderOf(first), "first", "data"), _time.GetUtcNow().UtcDateTime.AddHours(1));
        _time.Advance(TimeSpan.FromMinutes(10));
        await GoneAsync(() => IsThere(second));
        Assert.True(IsThere(first) && IsThere(third) && IsThere(running));
    }

    [Fact]
    public async Task Beyond_the_number_of_tasks_the_least_lately_used_go_first_and_what_runs_stays()
    {
        var session = await JoinAsync(options => (options.WorkspaceMaxAge, options.WorkspaceMaxTasks) = (null, 2));
        var running = await BeginAsync(session);
        var (first, second) = (await RunAsync(session), await RunAsync(session));
        File.SetLastWriteTimeUtc(FolderOf(first), _time.GetUtcNow().UtcDateTime.AddHours(1));
        _time.Advance(TimeSpan.FromMinutes(10));
        await GoneAsync(() => IsThere(second));
        Assert.True(IsThere(first) && IsThere(running));
    }

    [Fact]
    public async Task Without_limits_nothing_goes_by_itself()
    {
        var session = await JoinAsync(options => options.WorkspaceMaxAge = null);
        var kept = await RunAsync(session);
        _time.Advance(TimeSpan.FromDays(10_000));
        var other = await RunAsync(session);
        Assert.True(IsThere(kept) && IsThere(other));
    }

    [Fact]
    public async Task A_removed_services_workspace_goes_once_nothing_of_it_runs_any_more()
    {
        var session = await JoinAsync(_ => { });
        var (removed, other) = (new ServiceId(Guid.NewGuid()), new ServiceId(Guid.NewGuid()));
        var kept = await RunAsync(session, service: other);
        var running = await BeginAsync(session, removed);
        await session.SendAsync(new ManagerMessage.DeleteServiceWorkspace(removed));
        // A message is handled before the next: when this has run, the removal was asked for.
        await RunAsync(session);
        Assert.True(IsThere(running));
        File.WriteAllText(_gates["go"], "");
        Assert.Null((await session.ReadResultAsync()).Failure);
        await GoneAsync(() => IsThere(running));
        Assert.True(IsThere(kept));

        // The stopped task's event action may come after the removal.
        var late = await RunAsync(session, service: removed);
        await GoneAsync(() => IsThere(late));
        await session.SendAsync(new ManagerMessage.DeleteServiceWorkspace(other));
        await GoneAsync(() => IsThere(kept));
    }

    [Fact]
    public async Task A_services_workspace_stays_when_one_of_its_tasks_is_deleted()
    {
        var session = await JoinAsync(_ => { });
        var kept = await RunAsync(session, service: new ServiceId(Guid.NewGuid()));
        var deleted = await RunAsync(session);
        await session.SendAsync(new ManagerMessage.DeleteWorkspaces([ActionRunner.TaskFolderOf(kept), ActionRunner.TaskFolderOf(deleted)]));
        await GoneAsync(() => IsThere(deleted));
        Assert.True(IsThere(kept));
    }

    [Fact]
    public async Task What_changed_since_it_was_measured_is_measured_again()
    {
        var session = await JoinAsync(_ => { });
        var assignment = await RunAsync(session, "bash -c 'head -c 1000 /dev/zero > $0/data'");
        var inventory = _fixture.Service<WorkspaceInventory>();
        var before = Assert.Single(inventory.Take(default));
        Assert.Equal((assignment.Attempt.Task, FolderOf(assignment)), (before.Task, before.Folder));
        Assert.True(before.Size > 1000);
        Assert.Same(before, Assert.Single(inventory.Take(default)));
        await session.RunAsync(NodeFixture.Command("bash -c 'mkdir $0/deep; head -c 5000 /dev/zero > $0/deep/data'", _package, attempt: 2, task: assignment.Attempt.Task));
        Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.InRange(Assert.Single(inventory.Take(default)).Size - before.Size, 3_500, 5_000);
        Directory.CreateSymbolicLink(Path.Combine(FolderOf(assignment), "first", "up"), "..");
        Assert.InRange(Assert.Single(inventory.Take(default)).Size - before.Size, 3_500, 5_000);
    }
}
