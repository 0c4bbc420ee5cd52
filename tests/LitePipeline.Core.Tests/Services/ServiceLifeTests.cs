using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Services;

public class ServiceLifeTests
{
    private const string OneAction = """{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""";

    private readonly MachineHarness _harness = new();
    private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 10);
    private readonly AppId _app;
    private SessionId _session;

    public ServiceLifeTests()
    {
        _app = _harness.Deploy(OneAction);
        _session = _harness.Join(_node);
    }

    private ServiceContent Content => new("watcher", "it watches", _app, JsonData.Parse("""{"x": 1}"""), StopSignal.Kill, Enabled: true);

    private ServiceState State(ServiceId service) => _harness.Services[service].State;

    private TaskRecord[] Live => [.. _harness.Tasks.Values.Where(task => task.State.Stage != RunStage.Finished)];

    private IEnumerable<PipelineEvent> Events => _harness.Effects.OfType<ManagerEffect.Publish>().Select(publish => publish.Event);

    private IEnumerable<(AttemptKey Attempt, StopSignal Signal)> Signals => _harness.Effects
        .OfType<ManagerEffect.Send>().Select(send => send.Message).OfType<ManagerMessage.StopAction>().Select(stop => (stop.Attempt, stop.Signal));

    private ManagerReply Update(ServiceId service, ServiceContent content) => _harness.Decide(new ManagerInput.UpdateService(service, content));

    private void End(ServiceId service, ActionResult? result = null) => _harness.Finish(_session, new AttemptKey(State(service).Task!.Value, "only", 1), result);

    private void RestartManager()
    {
        _harness.RestartManager();
        _session = _harness.Join(_node, Live.Where(task => task.State.Stage != RunStage.Pending).Select(task => new AttemptKey(task.Id, "only", 1)));
    }

    [Fact]
    public void An_enabled_service_has_a_task_with_its_name_and_input()
    {
        var service = _harness.Serve(Content);
        var task = Assert.Single(Live);
        Assert.Equal(("watcher", """{"x": 1}""", service, _app), (task.Name, task.Input.ToString(), task.Service, task.Application));
        Assert.Equal(new ServiceState(task.Id, RunStage.Running, null, Starts: 1), State(service));
        Assert.Equal(service, _harness.Assigned.Single().Service);
    }

    [Fact]
    public void Its_stage_is_its_tasks()
    {
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        var service = _harness.Serve(Content);
        Assert.Equal(RunStage.Pending, State(service).Stage);
        _session = _harness.Join(_node);
        Assert.Equal(RunStage.Running, State(service).Stage);
        End(service);
        Assert.Equal((RunStage.Finished, RunStatus.Success), (State(service).Stage, State(service).Status));
    }

    [Fact]
    public void A_disabled_service_has_none()
    {
        var service = _harness.Serve(Content with { Enabled = false });
        Assert.Empty(_harness.Tasks);
        Assert.Equal(new ServiceState(), State(service));
    }

    [Fact]
    public void A_task_that_ends_is_followed_by_the_next_after_a_pause_that_grows()
    {
        var service = _harness.Serve(Content);
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            End(service, MachineHarness.Failure("no disk"));
            Assert.Empty(Live);
            Assert.Equal(_harness.Now.AddSeconds(seconds), State(service).RestartAt);
            Assert.Equal((RunStatus.Fail, "Action 'only' failed: no disk"), (State(service).Status, State(service).Message));
            _harness.RunFor(TimeSpan.FromSeconds(seconds - 0.001));
            Assert.Empty(Live);
            _harness.RunFor(TimeSpan.FromSeconds(0.001));
            Assert.Single(Live);
            Assert.Equal((null, null, null), (State(service).RestartAt, State(service).Status, State(service).Message));
        }

        Assert.Equal(9, State(service).Starts);
        Assert.Equal(9, _harness.Tasks.Count);
        _harness.RunFor(TimeSpan.FromMinutes(1));
        End(service);
        Assert.Equal((_harness.Now.AddSeconds(1), 0), (State(service).RestartAt, State(service).FailuresInARow));
    }

    [Fact]
    public void A_task_that_its_user_stopped_is_started_again()
    {
        var service = _harness.Serve(Content);
        _harness.Decide(new ManagerInput.StopTask(Live[0].Id, StopSignal.Kill));
        End(service, MachineHarness.Failure());
        Assert.Equal(RunStatus.Kill, State(service).Status);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        Assert.Single(Live);
    }

    [Fact]
    public void Disabling_stops_the_task_with_the_signal_and_starts_no_other()
    {
        var service = _harness.Serve(Content with { Signal = StopSignal.Terminate });
        var task = Live[0];
        Update(service, Content with { Signal = StopSignal.Terminate, Enabled = false });
        Assert.Equal((new AttemptKey(task.Id, "only", 1), StopSignal.Terminate), Assert.Single(Signals));
        _harness.RunFor(_harness.Settings.StopGracePeriod);
        Assert.Equal(StopSignal.Kill, Signals.Last().Signal);
        End(service, MachineHarness.Failure());
        Assert.Equal((RunStage.Finished, RunStatus.Kill, null), (State(service).Stage, State(service).Status, State(service).RestartAt));
        _harness.RunFor(TimeSpan.FromHours(1));
        Assert.Empty(Live);
    }

    [Fact]
    public void Disabling_while_it_waits_for_its_restart_ends_the_wait()
    {
        var service = _harness.Serve(Content);
        End(service);
        Update(service, Content with { Enabled = false });
        Assert.Null(State(service).RestartAt);
        _harness.RunFor(TimeSpan.FromHours(1));
        Assert.Empty(Live);
    }

    [Fact]
    public void A_task_that_waits_for_a_slot_is_gone_at_once_when_disabled()
    {
        _harness.Decide(new ManagerInput.NodeDisconnected(_session));
        var service = _harness.Serve(Content);
        Update(service, Content with { Enabled = false });
        Assert.Equal((RunStage.Finished, RunStatus.Kill, null), (State(service).Stage, State(service).Status, State(service).RestartAt));
    }

    [Fact]
    public void Enabling_while_the_old_task_is_being_ended_waits_for_its_end()
    {
        var service = _harness.Serve(Content);
        Update(service, Content with { Enabled = false });
        Update(service, Content);
        Assert.Equal(1, State(service).Starts);
        _harness.RunFor(TimeSpan.FromSeconds(5));
        Assert.Single(Live);
        End(service, MachineHarness.Failure());
        Assert.Equal(_harness.Now.AddSeconds(1), State(service).RestartAt);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal((2, RunStage.Running), (State(service).Starts, State(service).Stage));
    }

    [Fact]
    public void A_harder_signal_reaches_a_task_that_is_being_ended()
    {
        var service = _harness.Serve(Content with { Signal = StopSignal.Terminate });
        Update(service, Content with { Signal = StopSignal.Terminate, Enabled = false });
        Update(service, Content with { Signal = StopSignal.Terminate, Enabled = false, Description = "renamed" });
        Update(service, Content with { Signal = StopSignal.Kill, Enabled = false });
        Assert.Equal([StopSignal.Terminate, StopSignal.Kill], Signals.Select(signal => signal.Signal));
    }

    [Fact]
    public void Name_input_and_application_count_from_the_next_start_on()
    {
        var other = _harness.Deploy(OneAction);
        var service = _harness.Serve(Content);
        Update(service, Content with { Name = "renamed", Application = other, Input = JsonData.Parse("""{"x": 2}""") });
        Assert.Equal("watcher", Assert.Single(Live).Name);
        Assert.Empty(Signals);
        End(service);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        var task = Assert.Single(Live);
        Assert.Equal(("renamed", other, """{"x": 2}"""), (task.Name, task.Application, task.Input.ToString()));
    }

    [Fact]
    public void What_may_have_been_mended_is_tried_at_once()
    {
        var service = _harness.Serve(Content);
        for (var end = 0; end < 5; end++)
        {
            End(service);
            if (end < 4) _harness.RunUntil(State(service).RestartAt!.Value);
        }

        Update(service, Content with { Description = "only words" });
        Assert.Empty(Live);
        Update(service, Content with { Input = JsonData.Parse("""{"x": 2}""") });
        Assert.Single(Live);
        Assert.Equal(0, State(service).FailuresInARow);
    }

    [Fact]
    public void Deleting_stops_the_task_and_removes_the_workspace()
    {
        var service = _harness.Serve(Content with { Signal = StopSignal.Terminate });
        var task = Live[0];
        Assert.Null(_harness.Decide(new ManagerInput.DeleteService(service)).Refusal);
        Assert.Empty(_harness.Services);
        Assert.Equal(StopSignal.Terminate, Assert.Single(Signals).Signal);
        Assert.Contains(_harness.Effects.OfType<ManagerEffect.Send>(), send => send.Message is ManagerMessage.DeleteServiceWorkspace delete && delete.Service == service);
        _harness.Finish(_session, new AttemptKey(task.Id, "only", 1), MachineHarness.Failure());
        _harness.RunFor(TimeSpan.FromHours(1));
        Assert.Empty(Live);
    }

    [Fact]
    public void Without_its_application_it_says_so_and_tries_again_later()
    {
        var service = _harness.Serve(Content);
        _harness.Decide(new ManagerInput.DeleteApplication(_app));
        End(service);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        Assert.Empty(Live);
        Assert.Contains($"no application {_app}", State(service).Message);
        Assert.Equal((RunStatus.Error, _harness.Now.AddSeconds(2)), (State(service).Status, State(service).RestartAt));
        Assert.Equal(new PipelineEvent.ServiceEnded(service, null, RunStatus.Error, _harness.Now.AddSeconds(2)) { At = _harness.Now }, Events.OfType<PipelineEvent.ServiceEnded>().Last());

        Update(service, Content with { Application = _harness.Deploy(OneAction) });
        Assert.Equal((2, null), (State(service).Starts, State(service).Message));
        Assert.Single(Live);
    }

    [Fact]
    public void Without_its_application_it_can_still_be_disabled()
    {
        var service = _harness.Serve(Content);
        _harness.Decide(new ManagerInput.DeleteApplication(_app));
        Assert.Null(Update(service, Content with { Enabled = false }).Refusal);
        Assert.Single(Signals);
    }

    [Fact]
    public void A_task_that_outlived_the_manager_is_taken_up()
    {
        var service = _harness.Serve(Content);
        var before = State(service);
        RestartManager();
        _harness.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(before, State(service));
        Assert.Single(_harness.Tasks);
        End(service);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(2, State(service).Starts);
    }

    [Fact]
    public void A_pause_outlives_the_manager()
    {
        var service = _harness.Serve(Content);
        End(service);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        End(service);
        var restart = State(service).RestartAt!.Value;
        RestartManager();
        _harness.RunUntil(restart.AddTicks(-1));
        Assert.Empty(Live);
        _harness.RunUntil(restart);
        Assert.Single(Live);
    }

    [Fact]
    public void A_task_that_could_not_be_taken_up_is_followed_by_another()
    {
        var other = _harness.Deploy(OneAction);
        var enabled = _harness.Serve(Content);
        var disabled = _harness.Serve(Content);
        Update(disabled, Content with { Enabled = false });
        _harness.Decide(new ManagerInput.DeleteApplication(_app));
        Update(enabled, Content with { Application = other });
        _harness.RestartManager();
        _session = _harness.Join(_node);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal((RunStage.Finished, RunStatus.Error), (State(disabled).Stage, State(disabled).Status));
        Assert.Equal((2, other), (State(enabled).Starts, Assert.Single(Live).Application));
    }

    [Fact]
    public void A_start_that_was_not_committed_is_made_again_as_it_was()
    {
        var service = _harness.Serve(Content);
        End(service);
        _harness.Now = State(service).RestartAt!.Value;
        var dropped = new ManagerDecision();
        _harness.Machine.Decide(new ManagerInput.DeadlineReached(), _harness.Now, dropped);
        _harness.RestartManager();
        _harness.RunFor(TimeSpan.FromSeconds(7));
        Assert.Equal(Assert.Single(dropped.Changes.OfType<Core.Storage.StoreChange.AddTask>()).Task.Id, State(service).Task);
    }

    [Fact]
    public void The_end_of_another_task_than_its_own_does_not_touch_it()
    {
        var service = _harness.Serve(Content);
        End(service);
        var old = _harness.Tasks.Values.Single();
        _harness.RunFor(TimeSpan.FromSeconds(1));
        var before = State(service);
        // The manager's door refuses this; a machine without that door takes it.
        Assert.Null(_harness.Decide(new ManagerInput.RerunTask(old, 1)).Refusal);
        _harness.Finish(_session, new AttemptKey(old.Id, "only", 2), MachineHarness.Failure());
        Assert.Equal(RunStatus.Fail, _harness.Tasks[old.Id].State.Status);
        Assert.Equal(before, State(service));
    }

    [Fact]
    public void Refusals_name_the_field_and_change_nothing()
    {
        var nowhere = Content with { Application = new AppId(Guid.NewGuid()) };
        var spoilt = Content with { Input = JsonData.Parse("""{"target_env": 1}""") };
        var service = _harness.Serve(Content);
        var before = _harness.Services[service];
        AssertRefused(ErrorCode.AppNotExists, "app_id", new ManagerInput.CreateService(new ServiceId(Guid.NewGuid()), nowhere));
        AssertRefused(ErrorCode.AppNotExists, "app_id", new ManagerInput.UpdateService(service, nowhere));
        AssertRefused(ErrorCode.InvalidParameters, "input_data.target_env", new ManagerInput.CreateService(new ServiceId(Guid.NewGuid()), spoilt));
        AssertRefused(ErrorCode.InvalidParameters, "input_data.target_env", new ManagerInput.UpdateService(service, spoilt));
        AssertRefused(ErrorCode.ServiceNotExists, "service_id", new ManagerInput.UpdateService(new ServiceId(Guid.NewGuid()), Content));
        AssertRefused(ErrorCode.ServiceNotExists, "service_id", new ManagerInput.DeleteService(new ServiceId(Guid.NewGuid())));
        Assert.Equal(before, Assert.Single(_harness.Services.Values));
    }

    [Fact]
    public void Events_tell_of_a_services_life()
    {
        var service = _harness.Serve(Content);
        End(service);
        _harness.RunFor(TimeSpan.FromSeconds(1));
        Update(service, Content with { Enabled = false });
        End(service, MachineHarness.Failure());
        _harness.Decide(new ManagerInput.DeleteService(service));
        Assert.Equal(
            ["ServiceCreated", "ServiceStarted", "ServiceEnded", "ServiceStarted", "ServiceUpdated", "ServiceEnded", "ServiceDeleted"],
            Events.Select(happened => happened.GetType().Name).Where(name => name.StartsWith("Service", StringComparison.Ordinal)));
    }

    // Found by the simulation, seed 1897.
    [Fact]
    public void A_service_that_is_made_again_under_its_id_has_tasks_of_its_own()
    {
        var service = _harness.Serve(Content);
        var first = State(service).Task!.Value;
        _harness.Decide(new ManagerInput.DeleteService(service));
        _harness.Finish(_session, new AttemptKey(first, "only", 1), MachineHarness.Failure());

        Assert.Null(_harness.Decide(new ManagerInput.CreateService(service, Content)).Refusal);
        Assert.NotEqual(first, State(service).Task);
        Assert.Equal(RunStage.Finished, _harness.Tasks[first].State.Stage);
    }

    private void AssertRefused(ErrorCode code, string field, ManagerInput command)
    {
        var refusal = _harness.Decide(command).Refusal!;
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }
}
