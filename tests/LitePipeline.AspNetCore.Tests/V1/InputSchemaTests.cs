using System.Net;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;

namespace LitePipeline.AspNetCore.Tests.V1;

public class InputSchemaTests
{
    [Fact]
    public async Task An_input_that_does_not_fit_is_told_by_the_field_s_own_name_on_both_sets_of_routes()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "report", Main = "true" }],
            OutputAction = "report",
            InputSchema = JsonData.Parse("""{"type": "object", "properties": {"month": {"maximum": 12}}}"""),
        });
        using var answer = await api.Http.AskAsync(HttpMethod.Post, "/api/v1/tasks", new { application = app.ToString(), name = "t", input = new { month = 13 } });
        var problem = await Http.ReadAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidParameters", "input"), (answer.StatusCode, problem.Text("code"), problem.Text("field")));
        Assert.Contains("$.month: 13 should be at most 12", problem.Text("detail"), StringComparison.Ordinal);

        using var original = await api.Http.AskAsync(HttpMethod.Post, "/task/create", new { app_id = app.ToString(), task_name = "t", input_data = new { month = 13 } });
        problem = await Http.ReadAsync(original);
        Assert.Equal(("InvalidParameters", "input_data"), (problem.Text("result"), problem.Text("field")));
        Assert.Equal(0, (await api.Http.GetJsonAsync("/api/v1/tasks")).GetProperty("total").GetInt32());
    }
}
