using System.Net;
using LitePipeline.AspNetCore.Tests.Users;
using LitePipeline.Core.Definitions;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>A request sent again creates nothing again.</summary>
public class IdempotencyTests
{
    private static readonly ApplicationDefinition Echo = new() { Actions = [new ActionDefinition { Name = "echo", Main = "echo hello" }], OutputAction = "echo" };

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
}
