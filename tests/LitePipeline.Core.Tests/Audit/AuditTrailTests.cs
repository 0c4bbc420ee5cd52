using LitePipeline.Core.Audit;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;
using LitePipeline.Tests;

namespace LitePipeline.Core.Tests.Audit;

public class AuditTrailTests
{
    private const string OneAction = """{"actions": [{"name": "only", "main": "true"}], "output_action": "only"}""";
    private static readonly CommandActor Ann = new("ann", "10.0.0.7");

    private readonly MachineHarness _harness = new();

    [Fact]
    public void A_command_is_recorded_with_who_gave_it_from_where_and_when()
    {
        var application = _harness.Deploy(OneAction);
        var task = new TaskId(_harness.NewId());
        _harness.Decide(new ManagerInput.SubmitTask(task, "count", application, JsonData.EmptyObject) { Actor = Ann });
        _harness.Now += TimeSpan.FromMinutes(3);
        _harness.Decide(new ManagerInput.StopTask(task, StopSignal.Terminate) { Actor = new CommandActor("bob") });
        Assert.Equal(
        [
            new AuditRecord { Sequence = 1, At = _harness.Now - TimeSpan.FromMinutes(3), Actor = "ann", Origin = "10.0.0.7", Verb = "create", Noun = "task", Subject = task.Value, Name = "count", Details = $"application {application}" },
            new AuditRecord { Sequence = 2, At = _harness.Now, Actor = "bob", Verb = "stop", Noun = "task", Subject = task.Value, Details = "signal -15" },
        ], _harness.Audit);
    }

    [Fact]
    public void What_was_refused_or_what_nobody_commanded_is_not_recorded()
    {
        _harness.Deploy(OneAction);
        Assert.NotNull(_harness.Decide(new ManagerInput.StopTask(new TaskId(_harness.NewId()), StopSignal.Kill) { Actor = Ann }).Refusal);
        _harness.Decide(new ManagerInput.DescribeCluster { Actor = Ann });
        Assert.Empty(_harness.Audit);
    }

    [Fact]
    public void The_numbers_go_on_over_a_restart()
    {
        var service = new ServiceId(_harness.NewId());
        _harness.Decide(new ManagerInput.CreateService(service, new ServiceContent("web", "", _harness.Deploy(OneAction), JsonData.EmptyObject)) { Actor = Ann });
        _harness.RestartManager();
        _harness.Decide(new ManagerInput.DeleteService(service) { Actor = Ann });
        Assert.Equal([1L, 2L], _harness.Audit.Select(record => record.Sequence));
        Assert.Equal(["create", "delete"], _harness.Audit.Select(record => record.Verb));
    }

    [Fact]
    public void Removing_workspaces_is_recorded_for_each_task()
    {
        var folders = Enumerable.Range(0, 2).Select(_ => new TaskFolder(new TaskId(_harness.NewId()), _harness.Now)).ToList();
        _harness.Decide(new ManagerInput.DeleteWorkspaces([.. folders]) { Actor = Ann });
        Assert.Equal(folders.Select(folder => folder.Task.Value), _harness.Audit.Select(record => record.Subject));
    }

    // A new command is audited, or said here to be none.
    [Fact]
    public void Every_command_is_audited()
    {
        string[] others = ["DescribeAttempt", "DescribeCluster", "DescribeTask", "DescribeSchedule", "DescribeSecrets", "NodeSaid", "NodeDisconnected", "DeadlineReached", "DiscardPackage"];
        var audited = File.ReadAllText(Solution.In("LitePipeline.Core", "Audit", "AuditedCommand.cs"));
        var missing = typeof(ManagerInput).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ManagerInput))).Select(type => type.Name)
            .Where(name => !others.Contains(name) && !audited.Contains($"ManagerInput.{name} ", StringComparison.Ordinal));
        Assert.Empty(missing);
    }
}
