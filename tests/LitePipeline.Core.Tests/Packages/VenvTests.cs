using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;
using LitePipeline.Core.Venvs;
using static LitePipeline.Core.Tests.Packages.PackagedHarness;

namespace LitePipeline.Core.Tests.Packages;

public class VenvTests
{
    private readonly PackagedHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());

    private MachineHarness Machine => _harness.Machine;

    private ManagerReply Activate(VenvId id, long history) => Machine.Decide(new ManagerInput.ActivateVenvVersion(id, history));

    private ManagerReply DeleteVersion(VenvId id, long history) => Machine.Decide(new ManagerInput.DeleteVenvVersion(id, history));

    private string? VenvOfLast => Machine.Assigned.Last().Venv?.Sha256;

    [Fact]
    public void A_venv_has_a_history_as_an_application_has()
    {
        var id = _harness.CreateVenv("one");
        Machine.Now += TimeSpan.FromMinutes(1);
        Accepted(_harness.Update(id, name: "new name", description: "better", content: "two"));
        Assert.Equal(("new name", "better", "two", Machine.Now), (Machine.Venvs[id].Name, Machine.Venvs[id].Description, Machine.Venvs[id].Package.Sha256, Machine.Venvs[id].UpdatedAt));
        Accepted(Activate(id, _harness.History(id, 0)));
        Assert.Equal(("one", "the first"), (Machine.Venvs[id].Package.Sha256, Machine.Venvs[id].Description));
        Refused(DeleteVersion(id, _harness.History(id, 0)), ErrorCode.OperationFailed, "history_id", "current one of the venv");
        Accepted(DeleteVersion(id, _harness.History(id, 1)));
        Assert.Equal(["one"], _harness.Stored);
        Accepted(Machine.Decide(new ManagerInput.DeleteVenv(id)));
        Assert.Empty(_harness.Stored);
        Assert.Empty(Machine.VenvVersions);
        var told = Machine.Effects.OfType<ManagerEffect.Publish>().Select(publish => publish.Event.GetType().Name);
        Assert.Equal([nameof(PipelineEvent.VenvCreated), nameof(PipelineEvent.VenvUpdated), nameof(PipelineEvent.VenvUpdated), nameof(PipelineEvent.VenvUpdated), nameof(PipelineEvent.VenvDeleted)], told);
    }

    [Fact]
    public void Venvs_survive_a_restart_with_their_numbers()
    {
        var id = _harness.CreateVenv("one");
        Accepted(_harness.Update(id, content: "two"));
        Machine.RestartManager();
        Accepted(Activate(id, _harness.History(id, 0)));
        var second = _harness.CreateVenv("three");
        Assert.Equal((2, 3), (Machine.Venvs[second].Sequence, Machine.VenvVersions[^1].HistoryId));
        Assert.Equal(["one", "three", "two"], _harness.Stored);
    }

    [Fact]
    public void What_does_not_exist_is_refused_with_the_field_that_names_it()
    {
        var unknown = new VenvId(Guid.NewGuid());
        var id = _harness.CreateVenv("one");
        Refused(_harness.Update(unknown, name: "x"), ErrorCode.VenvNotExists, "venv_id", unknown.ToString());
        Refused(Activate(unknown, 1), ErrorCode.VenvNotExists, "venv_id", unknown.ToString());
        Refused(DeleteVersion(unknown, 1), ErrorCode.VenvNotExists, "venv_id", unknown.ToString());
        Refused(Machine.Decide(new ManagerInput.DeleteVenv(unknown)), ErrorCode.VenvNotExists, "venv_id", unknown.ToString());
        Refused(Activate(id, 99), ErrorCode.VenvHistoryNotExists, "history_id", "99");
        Refused(DeleteVersion(id, 99), ErrorCode.VenvHistoryNotExists, "history_id", "99");
    }

    [Fact]
    public void A_venv_that_a_current_configuration_names_cannot_be_removed_and_the_refusal_names_the_applications()
    {
        var venv = _harness.CreateVenv("python");
        var apps = Enumerable.Range(0, 12).Select(i => _harness.CreateApplication($"app-{i}", env: venv.ToString())).ToArray();
        var reply = Machine.Decide(new ManagerInput.DeleteVenv(venv));
        Refused(reply, ErrorCode.OperationFailed, "venv_id", $"app ({apps[0]})");
        Assert.Contains("and 2 more", reply.Refusal!.Message, StringComparison.Ordinal);
        foreach (var app in apps[..11]) Accepted(Machine.Decide(new ManagerInput.DeleteApplication(app)));
        Refused(Machine.Decide(new ManagerInput.DeleteVenv(venv)), ErrorCode.OperationFailed, "venv_id", apps[11].ToString());
        Accepted(_harness.Update(apps[11], content: "without"));
        Accepted(Machine.Decide(new ManagerInput.DeleteVenv(venv)));
    }

    [Fact]
    public void An_attempt_gets_the_version_that_is_current_at_its_start()
    {
        var session = Machine.Join(MachineHarness.Describe(_node, slots: 9));
        var venv = _harness.CreateVenv("one");
        var app = _harness.CreateApplication("app", env: venv.ToString());
        Machine.Submit(app);
        Assert.Equal("one", VenvOfLast);
        Accepted(_harness.Update(venv, content: "two"));
        Machine.Submit(app);
        Assert.Equal("two", VenvOfLast);
        Accepted(Activate(venv, _harness.History(venv, 0)));
        Machine.Submit(app);
        Assert.Equal("one", VenvOfLast);
        Machine.Submit(_harness.CreateApplication("plain", env: "venvs/venv"));
        Assert.Null(VenvOfLast);
        Assert.NotEqual(default, session);
    }

    [Fact]
    public void Generated_actions_and_event_actions_get_their_venv_too()
    {
        var session = Machine.Join(MachineHarness.Describe(_node, slots: 2));
        var (first, second) = (_harness.CreateVenv("one"), _harness.CreateVenv("two"));
        var app = new AppId(Machine.NewId());
        Accepted(_harness.TryCreate(app, "app", $$"""
            {"actions": [{"name": "first", "main": "a"}], "event_actions": {"success": {"main": "s", "env": "{{second}}"} }, "output_action": "first"}
            """));
        var task = Machine.Submit(app);
        Machine.Finish(session, new(task, "first", 1), MachineHarness.Success("{}", new ActionDefinition { Name = "part", Main = "p", Env = first.ToString() }));
        Assert.Equal("one", VenvOfLast);
        Machine.Finish(session, new(task, "part", 1));
        Assert.Equal(("success", "two"), (Machine.Assigned.Last().Action.Name, VenvOfLast));
    }

    [Fact]
    public void An_attempt_holds_its_venvs_package_until_it_ends()
    {
        var session = Machine.Join(MachineHarness.Describe(_node));
        var venv = _harness.CreateVenv("one");
        var task = Machine.Submit(_harness.CreateApplication("app", env: venv.ToString()));
        Accepted(_harness.Update(venv, content: "two"));
        Accepted(DeleteVersion(venv, _harness.History(venv, 0)));
        Assert.Contains("one", _harness.Stored);
        Machine.Finish(session, new(task, "first", 1));
        Assert.DoesNotContain("one", _harness.Stored);
    }

    [Fact]
    public void A_lost_attempt_lets_its_venv_go_and_the_next_one_takes_the_current_version()
    {
        var session = Machine.Join(MachineHarness.Describe(_node));
        var venv = _harness.CreateVenv("one");
        var task = Machine.Submit(_harness.CreateApplication("app", env: venv.ToString()));
        Accepted(_harness.Update(venv, content: "two"));
        Accepted(DeleteVersion(venv, _harness.History(venv, 0)));
        Machine.Decide(new ManagerInput.NodeDisconnected(session));
        Machine.Join(MachineHarness.Describe(_node));
        Assert.Equal((2, "two"), (Machine.Assigned.Last().Attempt.Attempt, VenvOfLast));
        Assert.Equal(["app", "two"], _harness.Stored);
        Assert.Equal(RunStage.Running, Machine.Tasks[task].State.Stage);
    }

    [Fact]
    public void An_attempt_that_a_restarted_manager_takes_up_holds_the_version_that_is_current_then()
    {
        Machine.Join(MachineHarness.Describe(_node));
        var venv = _harness.CreateVenv("one");
        var task = Machine.Submit(_harness.CreateApplication("app", env: venv.ToString()));
        Machine.RestartManager();
        var session = Machine.Join(MachineHarness.Describe(_node), running: [new(task, "first", 1)]);
        Accepted(_harness.Update(venv, content: "two"));
        Accepted(DeleteVersion(venv, _harness.History(venv, 0)));
        Assert.Contains("one", _harness.Stored);
        Machine.Finish(session, new(task, "first", 1));
        Assert.Equal(["app", "two"], _harness.Stored);
    }

    [Fact]
    public void Where_the_venv_is_gone_the_attempt_goes_out_without_and_the_node_says_so()
    {
        var venv = _harness.CreateVenv("one");
        var app = _harness.CreateApplication("app", env: venv.ToString());
        Machine.Submit(app);
        Accepted(_harness.Update(app, content: "other"));
        Accepted(Machine.Decide(new ManagerInput.DeleteVenv(venv)));
        Machine.Join(MachineHarness.Describe(_node));
        Assert.Equal((venv.ToString(), null), (Machine.Assigned.Last().Action.Env, VenvOfLast));
    }
}
