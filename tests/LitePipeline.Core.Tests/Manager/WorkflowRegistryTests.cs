using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tests.Definitions;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Core.Tests.Manager;

public class WorkflowRegistryTests
{
    private readonly MachineHarness _harness = new();
    private readonly AppId _app;

    public WorkflowRegistryTests() =>
        _app = _harness.Deploy("""{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""");

    private string Of(AppId app) => $$"""{"applications": [{"name": "a", "app_id": "{{_app}}"}, {"name": "b", "app_id": "{{app}}"}], "event_applications": {"fail": {"app_id": "{{app}}"} } }""";

    private ManagerReply Update(WorkflowId id, string? name = null, string? description = null, string? configuration = null, bool? enabled = null) =>
        _harness.Decide(new ManagerInput.UpdateWorkflow(
            id, name, description, configuration is null ? default : JsonData.Parse(configuration), configuration is null ? null : Reading.Workflow(configuration), enabled));

    [Fact]
    public void What_an_update_leaves_out_stays()
    {
        var id = _harness.DeployWorkflow(Of(_app));
        var before = _harness.Workflows[id];
        _harness.Now += TimeSpan.FromHours(1);
        Assert.Null(Update(id).Refusal);
        Assert.Equal(before with { UpdatedAt = _harness.Now }, _harness.Workflows[id]);
        Update(id, name: "renamed", description: "for what", enabled: false);
        var after = _harness.Workflows[id];
        Assert.Equal(("renamed", "for what", false, before.Configuration), (after.Name, after.Description, after.Enabled, after.Configuration));
        Update(id, configuration: "{}");
        Assert.Equal(("renamed", "{}"), (_harness.Workflows[id].Name, _harness.Workflows[id].Configuration.ToString()));
    }

    [Fact]
    public void All_applications_that_do_not_exist_are_named()
    {
        var unknown = new AppId(Guid.NewGuid());
        var refusal = _harness.CreateWorkflow(new WorkflowId(Guid.NewGuid()), Of(unknown)).Refusal!;
        Assert.Equal((ErrorCode.AppNotExists, "$.applications[1].app_id"), (refusal.Code, refusal.Field));
        Assert.Contains($"$.applications[1].app_id: There is no application {unknown}.", refusal.Message);
        Assert.Contains("$.event_applications.fail.app_id:", refusal.Message);
        Assert.Empty(_harness.Workflows);
        var id = _harness.DeployWorkflow(Of(_app));
        Assert.Equal("$.applications[1].app_id", Update(id, configuration: Of(unknown)).Refusal!.Field);
        Assert.Equal(Of(_app), _harness.Workflows[id].Configuration.ToString());
    }

    [Fact]
    public void Workflows_outlive_a_restart_and_go_when_they_are_removed()
    {
        var (kept, removed) = (_harness.DeployWorkflow(Of(_app)), _harness.DeployWorkflow("{}"));
        Assert.Null(_harness.Decide(new ManagerInput.DeleteWorkflow(removed)).Refusal);
        _harness.RestartManager();
        _harness.SubmitWork(kept);
        Assert.Equal(ErrorCode.WorkflowNotExists, Update(removed, name: "x").Refusal!.Code);
        Assert.Equal((ErrorCode.WorkflowNotExists, "workflow_id"), (_harness.Decide(new ManagerInput.DeleteWorkflow(removed)).Refusal!.Code, "workflow_id"));
        Assert.Equal(ErrorCode.InvalidParameters, _harness.CreateWorkflow(kept, "{}").Refusal!.Code);
        Assert.Equal(3, _harness.Workflows[_harness.DeployWorkflow("{}")].Sequence);
    }
}
