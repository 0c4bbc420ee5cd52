using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Manager;

public class WorkspaceDeletionTests
{
    private const string One = """{"actions": [{"name": "first", "main": "a"}], "output_action": "first"}""";

    private readonly MachineHarness _harness = new();
    private readonly NodeId _here = new(Guid.NewGuid());
    private readonly NodeId _away = new(Guid.NewGuid());

    private TaskId[] ToldToDelete(SessionId session) =>
        [.. _harness.Effects.OfType<ManagerEffect.Send>().Where(send => send.Session == session).Select(send => send.Message)
            .OfType<ManagerMessage.DeleteWorkspaces>().SelectMany(delete => delete.Tasks).Select(folder => folder.Task)];

    private TaskId RunOne(SessionId session)
    {
        var task = _harness.Submit(_harness.Deploy(One));
        _harness.Finish(session, new(task, "first", 1));
        return task;
    }

    private void Delete(params TaskId[] tasks) =>
        _harness.Decide(new ManagerInput.DeleteWorkspaces([.. tasks.Select(task => new TaskFolder(task, _harness.Tasks[task].CreatedAt))]));

    [Fact]
    public void Every_connected_node_is_told_and_a_node_that_was_away_when_it_joins()
    {
        var here = _harness.Join(MachineHarness.Describe(_here));
        var (first, second) = (RunOne(here), RunOne(here));
        Delete(first);
        Delete(second);
        Assert.Equal([first, second], ToldToDelete(here));
        Assert.Equal([first, second], ToldToDelete(_harness.Join(MachineHarness.Describe(_away))));
    }

    [Fact]
    public void A_node_that_joins_again_is_told_what_was_deleted_since_its_last_join()
    {
        var here = _harness.Join(MachineHarness.Describe(_here));
        var (first, second) = (RunOne(here), RunOne(here));
        Delete(first);
        var away = _harness.Join(MachineHarness.Describe(_away));
        _harness.Decide(new ManagerInput.NodeDisconnected(away));
        Delete(second);
        Assert.Equal([second], ToldToDelete(_harness.Join(MachineHarness.Describe(_away))));
        Assert.Empty(ToldToDelete(_harness.Join(MachineHarness.Describe(_away))));
    }

    [Fact]
    public void What_was_sent_into_a_line_that_was_dead_already_is_sent_again()
    {
        var here = _harness.Join(MachineHarness.Describe(_here));
        var task = RunOne(here);
        Delete(task);
        Assert.Equal([task], ToldToDelete(_harness.Join(MachineHarness.Describe(_here))));
    }

    [Fact]
    public void A_task_that_has_not_finished_keeps_its_workspaces()
    {
        var here = _harness.Join(MachineHarness.Describe(_here));
        var task = _harness.Submit(_harness.Deploy(One));
        Delete(task);
        Assert.Empty(ToldToDelete(here));
        Assert.Empty(ToldToDelete(_harness.Join(MachineHarness.Describe(_away))));
    }

    [Fact]
    public void A_node_that_comes_back_keeps_what_a_rerun_has_made_since_the_deletion()
    {
        var here = _harness.Join(MachineHarness.Describe(_here));
        var task = RunOne(here);
        Delete(task);
        Assert.Null(_harness.Rerun(task));
        _harness.Finish(here, _harness.Assigned.Last().Attempt);
        Assert.Equal(RunStatus.Success, _harness.Tasks[task].State.Status);
        Assert.Empty(ToldToDelete(_harness.Join(MachineHarness.Describe(_here))));
    }

    [Fact]
    public void A_removed_service_is_told_to_every_node_now_or_when_it_joins()
    {
        var here = _harness.Join(MachineHarness.Describe(_here));
        var service = new ServiceId(_harness.NewId());
        var content = new ServiceContent("service", "", _harness.Deploy(One), JsonData.EmptyObject);
        Assert.Null(_harness.Decide(new ManagerInput.CreateService(service, content)).Refusal);
        Assert.Null(_harness.Decide(new ManagerInput.DeleteService(service)).Refusal);
        var away = _harness.Join(MachineHarness.Describe(_away));
        foreach (var session in new[] { here, away })
            Assert.Contains(_harness.Effects, effect => effect is ManagerEffect.Send { Message: ManagerMessage.DeleteServiceWorkspace delete } send && send.Session == session && delete.Service == service);
    }

    [Fact]
    public void An_old_deletion_does_not_mean_the_workspaces_of_a_later_run()
    {
        var deletions = new WorkspaceDeletions();
        var (again, gone) = (new TaskId(Guid.NewGuid()), new TaskId(Guid.NewGuid()));
        deletions.Add([new TaskFolder(again, default), new TaskFolder(gone, default)]);
        deletions.Revoke(again);
        var told = Assert.IsType<ManagerMessage.DeleteWorkspaces>(Assert.Single(deletions.TakeNews(_away)));
        Assert.Equal([gone], told.Tasks.Select(folder => folder.Task));
        deletions.Add([new TaskFolder(again, default)]);
        Assert.Equal([again], ((ManagerMessage.DeleteWorkspaces)deletions.TakeNews(_away).Single()).Tasks.Select(folder => folder.Task));
    }

    [Fact]
    public void Only_the_latest_are_kept()
    {
        var deletions = new WorkspaceDeletions();
        var tasks = Enumerable.Range(0, 10_003).Select(_ => new TaskId(Guid.NewGuid())).ToArray();
        deletions.Add([.. tasks.Select(task => new TaskFolder(task, default))]);
        var told = (ManagerMessage.DeleteWorkspaces)deletions.TakeNews(_away).Single();
        Assert.Equal(tasks[3..], told.Tasks.Select(folder => folder.Task));
    }
}
