using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Secrets;

public class SecretRegistryTests
{
    private const string Single = """{"actions": [{"name": "a", "main": "a", "cache": true}], "output_action": "a"}""";
    private const string Contained = """{"actions": [{"name": "a", "main": "a", "docker": {"name": "i", "tag": "1", "args": {"environment": {"MODE": "x"}}}}], "output_action": "a"}""";

    private readonly MachineHarness _harness = new();
    private readonly NodeId _node = new(Guid.NewGuid());

    private Refusal? Set(AppId app, string name, string value = "sealed") =>
        _harness.Decide(new ManagerInput.SetSecret(app, name, value, _harness.NewId()) { Actor = new CommandActor("ann") }).Refusal;

    private Refusal? Delete(AppId app, string name) => _harness.Decide(new ManagerInput.DeleteSecret(app, name) { Actor = new CommandActor("bob") }).Refusal;

    private IReadOnlyList<SecretView> List(AppId app) => (IReadOnlyList<SecretView>)_harness.Decide(new ManagerInput.DescribeSecrets(app)).Value!;

    private IEnumerable<(string Name, string Value)> Sent() => _harness.Effects.OfType<ManagerEffect.Send>().Last().Secrets.Select(secret => (secret.Name, secret.Protected));

    private bool RunsAnew(AppId app)
    {
        var before = _harness.Assigned.Count();
        var task = _harness.Submit(app);
        if (_harness.Assigned.Count() == before) return false;
        _harness.Finish(_session, new AttemptKey(task, "a", 1));
        return true;
    }

    private SessionId _session;

    [Fact]
    public void An_attempt_gets_what_its_application_has_at_its_start_and_another_application_does_not()
    {
        var (app, other) = (_harness.Deploy(Single), _harness.Deploy(Single));
        Assert.Null(Set(app, "B_KEY", "first"));
        Assert.Null(Set(app, "A_KEY", "second"));
        _session = _harness.Join(MachineHarness.Describe(_node, slots: 8));
        _harness.Submit(app);
        Assert.Equal([("A_KEY", "second"), ("B_KEY", "first")], Sent());
        Set(app, "B_KEY", "third");
        Delete(app, "A_KEY");
        _harness.Submit(app);
        Assert.Equal([("B_KEY", "third")], Sent());
        _harness.Submit(other);
        Assert.Empty(Sent());
    }

    [Fact]
    public void A_secret_that_is_set_while_an_action_waits_for_its_node_reaches_it()
    {
        var app = _harness.Deploy(Single);
        _harness.Submit(app);
        Set(app, "KEY", "late");
        _harness.Join(MachineHarness.Describe(_node));
        Assert.Equal([("KEY", "late")], Sent());
    }

    [Fact]
    public void They_survive_a_restart_and_go_with_their_application()
    {
        var app = _harness.Deploy(Single);
        Set(app, "KEY");
        _harness.RestartManager();
        Assert.Equal([new SecretView("KEY", _harness.Now, "ann")], List(app));
        Assert.Null(Set(app, "OTHER"));
        Assert.Equal(2, _harness.Secrets.Values.Select(secret => secret.Sequence).Distinct().Count());
        Assert.Null(_harness.Decide(new ManagerInput.DeleteApplication(app)).Refusal);
        Assert.Empty(_harness.Secrets);
        Assert.Equal(ErrorCode.AppNotExists, _harness.Decide(new ManagerInput.DescribeSecrets(app)).Refusal!.Code);
        Assert.Equal(ErrorCode.AppNotExists, Set(app, "KEY")!.Code);
    }

    [Fact]
    public void Setting_and_deleting_are_in_the_audit_trail_without_the_value()
    {
        var app = _harness.Deploy(Single);
        Set(app, "KEY", "sealed-canary");
        Delete(app, "KEY");
        Assert.Equal([("ann", "set", "secret", app.Value, "KEY"), ("bob", "delete", "secret", app.Value, "KEY")],
            _harness.Audit.Select(record => (record.Actor, record.Verb, record.Noun, record.Subject, record.Name)));
        Assert.All(_harness.Audit, record => Assert.DoesNotContain("canary", record.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_is_none_or_that_is_not_there_or_one_too_many_is_refused_and_changes_nothing()
    {
        var app = _harness.Deploy(Single);
        Assert.Equal("name", Set(app, "PATH")!.Field);
        Assert.Equal(ErrorCode.SecretNotExists, Delete(app, "KEY")!.Code);
        for (var number = 0; number < SecretRules.MaxPerApplication; number++) Assert.Null(Set(app, $"KEY_{number}"));
        Assert.Contains("64 secrets", Set(app, "ONE_MORE")!.Message, StringComparison.Ordinal);
        Assert.Null(Set(app, "KEY_0", "replaced"));
        Assert.Equal(SecretRules.MaxPerApplication, List(app).Count);
    }

    [Fact]
    public void A_variable_that_the_configuration_sets_cannot_be_a_secret_at_either_door()
    {
        var app = _harness.Deploy(Contained);
        Assert.Contains("'a' sets MODE", Set(app, "MODE")!.Message, StringComparison.Ordinal);
        Assert.Null(Set(app, "MOD"));
        var plain = _harness.Deploy(Single);
        Assert.Null(Set(plain, "MODE"));
        var json = System.Text.Encoding.UTF8.GetBytes(Contained);
        var upload = new UploadedApplication(new PackageReference("s1", "s2", PackageFormat.TarGz, 1), JsonData.Parse(json), DefinitionReader.ReadApplication(json));
        var refusal = _harness.Decide(new ManagerInput.UpdateApplication(plain, null, null, upload)).Refusal!;
        Assert.Equal(ErrorCode.AppWrongFormat, refusal.Code);
        Assert.Contains("a secret of this name", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_kept_is_not_found_with_another_value_whenever_that_was_set()
    {
        _session = _harness.Join(MachineHarness.Describe(_node));
        var app = _harness.Deploy(Single);
        Assert.True(RunsAnew(app));
        Assert.False(RunsAnew(app));
        Set(app, "KEY", "one");
        Assert.True(RunsAnew(app));
        Assert.False(RunsAnew(app));
        Set(app, "KEY", "two");
        Assert.True(RunsAnew(app));
        Delete(app, "KEY");
        Assert.False(RunsAnew(app));
    }

    [Fact]
    public void A_result_is_kept_under_the_secrets_that_its_attempt_got_and_not_those_of_when_it_was_looked_up()
    {
        var app = _harness.Deploy(Single);
        var task = _harness.Submit(app);
        Set(app, "KEY");
        _session = _harness.Join(MachineHarness.Describe(_node));
        _harness.Finish(_session, new AttemptKey(task, "a", 1));
        Assert.False(RunsAnew(app));
        Delete(app, "KEY");
        Assert.True(RunsAnew(app));
    }

    [Fact]
    public void After_a_restart_it_is_not_known_which_secrets_an_attempt_got_so_its_result_is_not_kept()
    {
        var app = _harness.Deploy(Single);
        Set(app, "KEY");
        _session = _harness.Join(MachineHarness.Describe(_node));
        var task = _harness.Submit(app);
        _harness.RestartManager();
        _session = _harness.Join(MachineHarness.Describe(_node), running: [new AttemptKey(task, "a", 1)]);
        _harness.Finish(_session, new AttemptKey(task, "a", 1));
        Assert.Equal(RunStatus.Success, _harness.Tasks[task].State.Status);
        Assert.Empty(_harness.CacheEntries);
    }
}
