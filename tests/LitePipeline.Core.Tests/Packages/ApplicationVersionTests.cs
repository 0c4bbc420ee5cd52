using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;
using static LitePipeline.Core.Tests.Packages.PackagedHarness;

namespace LitePipeline.Core.Tests.Packages;

public class ApplicationVersionTests
{
    private readonly PackagedHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());

    private MachineHarness Machine => _harness.Machine;

    private ApplicationRecord Record(AppId id) => Machine.Applications[id];

    private int UpdatesPublished => Machine.Effects.OfType<ManagerEffect.Publish>().Count(publish => publish.Event is PipelineEvent.ApplicationUpdated);

    private ManagerReply Activate(AppId id, long history) => Machine.Decide(new ManagerInput.ActivateApplicationVersion(id, history));

    private ManagerReply DeleteVersion(AppId id, long history) => Machine.Decide(new ManagerInput.DeleteApplicationVersion(id, history));

    private string RunsContent(TaskId task) => Machine.Assigned.Last(assignment => assignment.Attempt.Task == task).Package.Sha256;

    [Fact]
    public void An_update_without_a_package_changes_what_is_given_and_adds_no_version()
    {
        var id = _harness.CreateApplication("one");
        Machine.Now += TimeSpan.FromMinutes(1);
        Accepted(_harness.Update(id, name: "new name"));
        Assert.Equal(("new name", "the first", "one", Machine.Now), (Record(id).Name, Record(id).Description, Record(id).Package.Sha256, Record(id).UpdatedAt));
        Accepted(_harness.Update(id, description: ""));
        Assert.Equal(("new name", ""), (Record(id).Name, Record(id).Description));
        Assert.Single(Machine.Versions);
        Assert.Equal(2, UpdatesPublished);
    }

    [Fact]
    public void An_update_of_nothing_changes_nothing()
    {
        var id = _harness.CreateApplication("one");
        var before = Record(id);
        Machine.Now += TimeSpan.FromMinutes(1);
        Accepted(_harness.Update(id));
        Assert.Equal(before, Record(id));
        Assert.Equal(0, UpdatesPublished);
    }

    [Fact]
    public void A_new_package_is_a_new_version_and_the_current_one()
    {
        Machine.Join(MachineHarness.Describe(_node, slots: 4));
        var id = _harness.CreateApplication("one");
        var before = Machine.Submit(id);
        Accepted(_harness.Update(id, description: "better", content: "two"));
        Assert.Equal(["one", "two"], Machine.Versions.Select(version => version.Package.Sha256));
        Assert.Equal(["the first", "better"], Machine.Versions.Select(version => version.Description));
        Assert.Equal("two", Record(id).Package.Sha256);
        var after = Machine.Submit(id);
        Assert.Equal(("one", "two"), (RunsContent(before), RunsContent(after)));
        Assert.Equal(["one", "two"], _harness.Stored);
    }

    [Fact]
    public void Activating_an_old_version_takes_package_configuration_and_description_back()
    {
        Machine.Join(MachineHarness.Describe(_node, slots: 4));
        var id = _harness.CreateApplication("one");
        Accepted(_harness.Update(id, name: "second name", description: "better", content: "two", env: "venvs/venv"));
        Machine.Now += TimeSpan.FromMinutes(1);
        Accepted(Activate(id, _harness.History(id, 0)));
        Assert.Equal(("one", "the first", "second name", Machine.Now), (Record(id).Package.Sha256, Record(id).Description, Record(id).Name, Record(id).UpdatedAt));
        Assert.Equal(Configuration(), Record(id).Configuration.ToString());
        Assert.Equal("one", RunsContent(Machine.Submit(id)));
        Machine.RestartManager();
        Machine.Join(MachineHarness.Describe(_node, slots: 4));
        Assert.Equal("one", RunsContent(Machine.Submit(id)));
    }

    [Fact]
    public void Activating_the_current_version_changes_nothing()
    {
        var id = _harness.CreateApplication("one");
        Accepted(_harness.Update(id, description: "mended"));
        var before = Record(id);
        Accepted(Activate(id, _harness.History(id, 0)));
        Assert.Equal(before, Record(id));
    }

    [Fact]
    public void A_version_that_is_not_current_can_be_removed_and_takes_its_package_along()
    {
        var id = _harness.CreateApplication("one");
        Accepted(_harness.Update(id, content: "two"));
        Accepted(DeleteVersion(id, _harness.History(id, 0)));
        Assert.Equal(["two"], Machine.Versions.Select(version => version.Package.Sha256));
        Assert.Equal(["two"], _harness.Stored);
        Assert.Equal(2, UpdatesPublished);
    }

    [Fact]
    public void The_current_version_cannot_be_removed_and_the_refusal_says_what_to_do()
    {
        var id = _harness.CreateApplication("one");
        var history = _harness.History(id, 0);
        Refused(DeleteVersion(id, history), ErrorCode.OperationFailed, "history_id", "activate another version first");
        Accepted(_harness.Update(id, content: "two"));
        Accepted(Activate(id, history));
        Refused(DeleteVersion(id, history), ErrorCode.OperationFailed, "history_id", "activate another version first");
        Assert.Equal(2, Machine.Versions.Count);
        Assert.Equal(["one", "two"], _harness.Stored);
    }

    [Fact]
    public void Of_two_versions_with_the_same_content_either_can_be_removed_and_the_last_one_not()
    {
        for (var first = 0; first < 2; first++)
        {
            var id = _harness.CreateApplication($"same-{first}");
            Accepted(_harness.Update(id, content: $"same-{first}"));
            Accepted(DeleteVersion(id, _harness.History(id, first)));
            Assert.Contains($"same-{first}", _harness.Stored);
            Refused(DeleteVersion(id, _harness.History(id, 0)), ErrorCode.OperationFailed, "history_id", "current");
            Machine.Submit(id);
        }
    }

    [Fact]
    public void Two_versions_with_the_same_content_hold_it_twice_also_after_a_restart()
    {
        var id = _harness.CreateApplication("same");
        Accepted(_harness.Update(id, content: "same"));
        Accepted(_harness.Update(id, content: "other"));
        Machine.RestartManager();
        Accepted(DeleteVersion(id, _harness.History(id, 0)));
        Assert.Equal(["other", "same"], _harness.Stored);
        Accepted(Activate(id, _harness.History(id, 0)));
        Accepted(DeleteVersion(id, _harness.History(id, 1)));
        Assert.Equal(["same"], _harness.Stored);
    }

    [Fact]
    public void Applications_with_the_same_content_hold_it_each_for_itself()
    {
        var first = _harness.CreateApplication("same");
        var second = _harness.CreateApplication("same");
        Accepted(Machine.Decide(new ManagerInput.DeleteApplication(first)));
        Assert.Equal(["same"], _harness.Stored);
        Accepted(Machine.Decide(new ManagerInput.DeleteApplication(second)));
        Assert.Empty(_harness.Stored);
    }

    [Fact]
    public void A_removed_version_stays_usable_for_the_tasks_that_have_it()
    {
        var id = _harness.CreateApplication("one");
        var waiting = Machine.Submit(id);
        Accepted(_harness.Update(id, content: "two"));
        Accepted(DeleteVersion(id, _harness.History(id, 0)));
        Assert.Equal(["one", "two"], _harness.Stored);
        var session = Machine.Join(MachineHarness.Describe(_node));
        Assert.Equal("one", RunsContent(waiting));
        Machine.Finish(session, new(waiting, "first", 1));
        Assert.Equal(RunStatus.Success, Machine.Tasks[waiting].State.Status);
        Assert.Equal(["two"], _harness.Stored);
    }

    [Fact]
    public void A_task_whose_version_was_removed_ends_with_an_error_when_the_manager_is_restarted()
    {
        var id = _harness.CreateApplication("one");
        var task = Machine.Submit(id);
        Accepted(_harness.Update(id, content: "two"));
        Accepted(DeleteVersion(id, _harness.History(id, 0)));
        Machine.RestartManager();
        Assert.Equal((RunStage.Finished, RunStatus.Error), (Machine.Tasks[task].State.Stage, Machine.Tasks[task].State.Status));
        Assert.Contains("version sha1-one of its application was removed", Machine.Tasks[task].State.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_never_given_twice_also_over_a_restart()
    {
        var id = _harness.CreateApplication("one");
        Accepted(_harness.Update(id, content: "two"));
        Accepted(_harness.Update(id, content: "three"));
        var last = _harness.History(id, 2);
        Accepted(Activate(id, _harness.History(id, 0)));
        Accepted(DeleteVersion(id, last));
        Machine.RestartManager();
        Accepted(_harness.Update(id, content: "four"));
        Assert.Equal(last + 1, Machine.Versions[^1].HistoryId);
    }

    [Fact]
    public void What_does_not_exist_is_refused_with_the_field_that_names_it()
    {
        var unknown = new AppId(Guid.NewGuid());
        var id = _harness.CreateApplication("one");
        Refused(_harness.Update(unknown, name: "x"), ErrorCode.AppNotExists, "app_id", unknown.ToString());
        Refused(Activate(unknown, 1), ErrorCode.AppNotExists, "app_id", unknown.ToString());
        Refused(DeleteVersion(unknown, 1), ErrorCode.AppNotExists, "app_id", unknown.ToString());
        Refused(Activate(id, 99), ErrorCode.AppHistoryNotExists, "history_id", "99");
        Refused(DeleteVersion(id, 99), ErrorCode.AppHistoryNotExists, "history_id", "99");
        var other = _harness.CreateApplication("two");
        Refused(Activate(id, _harness.History(other, 0)), ErrorCode.AppHistoryNotExists, "history_id", "no version");
    }

    [Fact]
    public void A_configuration_must_name_venvs_that_exist_and_the_refusal_says_where_it_does_not()
    {
        var unknown = Guid.NewGuid();
        var known = _harness.CreateVenv("python");
        var id = new AppId(Guid.NewGuid());
        var configuration = $$"""
            {"actions": [{"name": "a", "main": "a", "env": "{{known}}"}, {"name": "b", "main": "b", "env": "venvs/venv"}, {"name": "c", "main": "c", "env": "{{unknown.ToString().ToUpperInvariant()}}"}],
             "event_actions": {"fail": {"main": "f", "env": "{{unknown}}"} }, "output_action": "a"}
            """;
        var reply = _harness.TryCreate(id, "one", configuration);
        Refused(reply, ErrorCode.AppWrongFormat, "$.actions[2].env", $"$.actions[2].env: names the venv {unknown}, which does not exist");
        Assert.Contains("$.event_actions.fail.env: names the venv", reply.Refusal!.Message, StringComparison.Ordinal);
        Assert.Empty(Machine.Applications);
        Accepted(_harness.TryCreate(id, "one", configuration.Replace(unknown.ToString(), known.ToString(), StringComparison.OrdinalIgnoreCase)));
        Refused(_harness.Update(id, content: "two", env: unknown.ToString()), ErrorCode.AppWrongFormat, "$.actions[0].env", unknown.ToString());
        Assert.Equal("one", Machine.Applications[id].Package.Sha256);
    }

    [Fact]
    public void A_version_whose_venv_is_gone_cannot_become_the_current_one_again()
    {
        var venv = _harness.CreateVenv("python");
        var id = _harness.CreateApplication("one", env: venv.ToString());
        Accepted(_harness.Update(id, content: "two"));
        Accepted(Machine.Decide(new ManagerInput.DeleteVenv(venv)));
        Refused(Activate(id, _harness.History(id, 0)), ErrorCode.AppWrongFormat, "$.actions[0].env", venv.ToString());
        Assert.Equal("two", Record(id).Package.Sha256);
    }

    [Fact]
    public void A_discarded_upload_goes_unless_its_content_is_needed()
    {
        var id = _harness.CreateApplication("one");
        Machine.Decide(new ManagerInput.DiscardPackage("one"));
        Assert.Equal(["one"], _harness.Stored);
        Assert.NotNull(_harness.Update(id, content: "two", env: Guid.NewGuid().ToString()).Refusal);
        Assert.Equal(["one", "two"], _harness.Stored);
        Machine.Decide(new ManagerInput.DiscardPackage("two"));
        Assert.Equal(["one"], _harness.Stored);
    }

    [Fact]
    public void An_application_that_is_removed_takes_its_waiting_tasks_and_all_its_packages_along()
    {
        var id = _harness.CreateApplication("one");
        var task = Machine.Submit(id);
        Accepted(_harness.Update(id, content: "two"));
        Accepted(Machine.Decide(new ManagerInput.DeleteApplication(id)));
        Assert.Equal(RunStatus.Error, Machine.Tasks[task].State.Status);
        Assert.Empty(_harness.Stored);
    }
}
