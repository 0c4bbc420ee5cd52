using System.Net;
using System.Text.Json;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>Who did what, as the API's callers make it.</summary>
public class AuditTests
{
    [Fact]
    public async Task What_a_user_does_is_in_the_trail_and_only_admins_read_it()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        var application = await DeployAsync(api);
        using var runner = api.NewClient().As("operator", TestUsers.Password);
        using var admin = api.NewClient().As("admin", TestUsers.Password);
        var task = (await runner.SendJsonAsync(HttpMethod.Post, "/api/v1/tasks", new { application, name = "count" })).Text("id");
        using var stopped = await admin.AskAsync(HttpMethod.Post, $"/api/v1/tasks/{task}/stop?signal=-15");
        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        // Neither a refusal nor a question leaves anything.
        using var again = await runner.AskAsync(HttpMethod.Post, $"/api/v1/tasks/{task}/stop");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        await runner.GetJsonAsync($"/api/v1/tasks/{task}");

        var page = await admin.GetJsonAsync("/api/v1/audit?noun=task");
        Assert.Equal(2, page.GetProperty("total").GetInt32());
        Assert.Equal(("admin", "stop", "task", task, "signal -15"), Row(page.GetProperty("items")[0]));
        Assert.Equal(("operator", "create", "task", task, $"application {application}"), Row(page.GetProperty("items")[1]));
        Assert.Equal("127.0.0.1", page.GetProperty("items")[0].Text("origin"));
        Assert.Equal(1, (await admin.GetJsonAsync("/api/v1/audit?actor=operator&verb=create&noun=task")).GetProperty("total").GetInt32());
        Assert.Equal(2, (await admin.GetJsonAsync($"/api/v1/audit?subject={task}&limit=1")).GetProperty("total").GetInt32());
        using var refused = await runner.AskAsync(HttpMethod.Get, "/api/v1/audit");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_originals_routes_are_recorded_too_and_a_service_without_users_names_nobody()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var application = await DeployAsync(api);
        await api.Http.SendJsonAsync(HttpMethod.Post, "/task/create", new { app_id = application, task_name = "count", input_data = new { } });
        var record = (await api.Http.GetJsonAsync("/api/v1/audit")).GetProperty("items")[0];
        Assert.Equal(("anyone", "create"), (record.Text("actor"), record.Text("verb")));
    }

    [Fact]
    public async Task A_host_says_who_commands_for_its_own_users()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var (manager, application) = (api.Cluster.Manager, new Core.Applications.AppId(Guid.Parse(await DeployAsync(api))));
        var unnamed = await manager.SubmitTaskAsync(new SubmitTaskRequest(application, "unnamed"));
        using (AuditScope.Begin("host of ann")) await manager.StopTaskAsync(unnamed);
        await manager.DeleteTaskAsync(unnamed);
        var record = Assert.Single((await manager.ListAuditAsync(new AuditQuery { Subject = unnamed.Value })).Items);
        Assert.Equal(("host of ann", "stop", (string?)null), (record.Actor, record.Verb, record.Origin));
    }

    private static (string, string, string, string, string) Row(JsonElement record) =>
        (record.Text("actor"), record.Text("verb"), record.Text("noun"), record.Text("subject"), record.Text("details"));

    private static async Task<string> DeployAsync(ApiHost api)
    {
        using var package = new MemoryStream(await Packages.AppAsync());
        return (await api.Cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("echo", Core.Packages.PackageFormat.TarGz), package)).Value.ToString();
    }
}
