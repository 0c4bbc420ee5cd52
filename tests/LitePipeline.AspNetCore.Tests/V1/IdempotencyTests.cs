using System.Net;
using LitePipeline.AspNetCore.Tests.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Workflows;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>A request sent again creates nothing again.</summary>
public class IdempotencyTests
{
    private static readonly ApplicationDefinition Echo = Packages.Echo();

    private static async Task<(HttpStatusCode Status, string Id)> SubmitAsync(HttpClient http, object app, string key, int month = 3)
    {
        using var answer = await http.AskAsync(HttpMethod.Post, "/api/v1/tasks", new { application = app.ToString(), name = "march", input = new { month } }, ("Idempotency-Key", key));
        var body = await Http.ReadAsync(answer);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? body.Text("id") : body.Text("detail"));
    }

    [Fact]
    public async Task Twenty_at_once_under_one_key_make_one_task_and_all_learn_its_id()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(Echo);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SubmitAsync(api.Http, app, "run-2030-01")));
        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.Created, answers[0].Status);
        Assert.Equal(1, (await api.Http.GetJsonAsync("/api/v1/tasks")).GetProperty("total").GetInt32());
        Assert.NotEqual(answers[0].Id, (await SubmitAsync(api.Http, app, "run-2030-02")).Id);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(Echo);
        await SubmitAsync(api.Http, app, "key");
        var (status, detail) = await SubmitAsync(api.Http, app, "key", month: 4);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("input", detail, StringComparison.Ordinal);
        Assert.Equal(1, (await api.Http.GetJsonAsync("/api/v1/tasks")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_keys_of_two_users_never_meet()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        var app = await api.Cluster.DeployAsync(Echo);
        using var admin = api.NewClient().As("admin", TestUsers.Password);
        using var other = api.NewClient().As("operator", TestUsers.Password);
        Assert.NotEqual((await SubmitAsync(admin, app, "key")).Id, (await SubmitAsync(other, app, "key")).Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task A_key_that_is_none_is_refused(int length)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(Echo);
        var (status, detail) = await SubmitAsync(api.Http, app, new string('k', length));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("Idempotency-Key", detail, StringComparison.Ordinal);
    }

    /// <summary>What each create takes, at first and under the same key with something else.</summary>
    private static async Task<object> BodyAsync(ApiHost api, string things, bool other)
    {
        switch (things)
        {
            case "applications": return Packages.Form(await Packages.AppAsync(other ? "other" : "word"), ("name", "app"));
            case "venvs": return Packages.Form(Packages.Venv(other ? "other" : "word"), ("name", "venv"));
            case "schedules": return new { name = other ? "other" : "schedule", source = "application", source_id = (await AppAsync(api)).ToString(), timing = new { hour = 3 } };
            case "services": return new { name = other ? "other" : "service", application = (await AppAsync(api)).ToString() };
            case "workflows": return new { name = other ? "other" : "flow", configuration = new { } };
            default:
                var configuration = JsonData.From(new { applications = new[] { new { name = "first", app_id = (await AppAsync(api)).ToString(), condition = Array.Empty<string>() } } });
                return new { name = other ? "other" : "work", workflow = (await FlowAsync(api, configuration)).ToString() };
        }
    }

    private static async Task<AppId> AppAsync(ApiHost api) =>
        (await api.Cluster.Manager.ListApplicationsAsync(new ApplicationQuery())).Items is [var app, ..] ? app.Id : await api.Cluster.DeployAsync(Echo);

    // The workflow is made once: a repeated request names the same one.
    private static async Task<WorkflowId> FlowAsync(ApiHost api, JsonData configuration)
    {
        var flows = await api.Cluster.Manager.ListWorkflowsAsync(new WorkflowQuery { Name = "of the works" });
        return flows.Items is [var flow] ? flow.Id : await api.Cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("of the works", configuration, Enabled: true));
    }

    private static async Task<(HttpStatusCode Status, string Said)> CreateAsync(ApiHost api, string things, bool other, string key)
    {
        using var answer = await api.Http.AskAsync(HttpMethod.Post, $"/api/v1/{things}", await BodyAsync(api, things, other), ("Idempotency-Key", key));
        return (answer.StatusCode, (await Http.ReadAsync(answer)).Text(answer.IsSuccessStatusCode ? "id" : "detail"));
    }

    [Theory]
    [InlineData("applications")]
    [InlineData("venvs")]
    [InlineData("workflows")]
    [InlineData("works")]
    [InlineData("schedules")]
    [InlineData("services")]
    public async Task Every_create_can_be_repeated_under_its_key(string things)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var first = await CreateAsync(api, things, other: false, "key");
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, await CreateAsync(api, things, other: false, "key"));
        var (status, detail) = await CreateAsync(api, things, other: true, "key");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(things is "applications" or "venvs" ? "another package" : "another name", detail, StringComparison.Ordinal);
        var named = things is "workflows" ? "flow" : things[..^1];
        Assert.Equal(1, (await api.Http.GetJsonAsync($"/api/v1/{things}?name={(things == "applications" ? "app" : named)}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_repeat_counts_as_one_even_when_what_it_made_was_changed_since()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var first = await CreateAsync(api, "applications", other: false, "key");
        using var change = Packages.Form(await Packages.AppAsync("newer"), ("name", "renamed"));
        using var changed = await api.Http.AskAsync(HttpMethod.Patch, $"/api/v1/applications/{first.Said}", change);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(first, await CreateAsync(api, "applications", other: false, "key"));
        Assert.Equal("renamed", (await api.Http.GetJsonAsync($"/api/v1/applications/{first.Said}")).Text("name"));
    }
}
