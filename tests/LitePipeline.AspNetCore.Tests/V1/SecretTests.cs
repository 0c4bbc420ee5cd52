using System.Net;
using LitePipeline.AspNetCore.Client;
using LitePipeline.AspNetCore.Tests.Users;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;

namespace LitePipeline.AspNetCore.Tests.V1;

public class SecretTests
{
    private static async Task<AppId> DeployAsync(ApiHost api)
    {
        using var package = new MemoryStream(await Packages.AppAsync());
        return await api.Cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("echo", PackageFormat.TarGz), package);
    }

    [Fact]
    public async Task Admins_set_and_delete_viewers_see_the_names_and_nobody_the_values()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        var secrets = $"/api/v1/applications/{await DeployAsync(api)}/secrets";
        using var admin = api.NewClient().As("admin", TestUsers.Password);
        using var operating = api.NewClient().As("operator", TestUsers.Password);
        using var viewer = api.NewClient().As("viewer", TestUsers.Password);
        using var set = await admin.AskAsync(HttpMethod.Put, $"{secrets}/API_KEY", new { value = "canary-7f3a" });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        using var refused = await operating.AskAsync(HttpMethod.Put, $"{secrets}/API_KEY", new { value = "canary-other" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var listed = await viewer.AskAsync(HttpMethod.Get, secrets);
        var text = await listed.Content.ReadAsStringAsync();
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        var row = (await viewer.GetJsonAsync(secrets)).GetProperty("secrets")[0];
        Assert.Equal(("API_KEY", "admin", 3), (row.Text("name"), row.Text("set_by"), row.EnumerateObject().Count()));
        using var notDeleted = await operating.AskAsync(HttpMethod.Delete, $"{secrets}/API_KEY");
        Assert.Equal(HttpStatusCode.Forbidden, notDeleted.StatusCode);
        using var deleted = await admin.AskAsync(HttpMethod.Delete, $"{secrets}/API_KEY");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty((await viewer.GetJsonAsync(secrets)).GetProperty("secrets").EnumerateArray());
        var audit = await admin.GetJsonAsync("/api/v1/audit?noun=secret");
        Assert.Equal(["delete", "set"], audit.GetProperty("items").EnumerateArray().Select(record => record.Text("verb")));
    }

    [Theory]
    [InlineData("PUT", "API-KEY", """{"value": "canary-7f3a"}""", 400, "InvalidParameters", "name")]
    [InlineData("PUT", "PATH", """{"value": "canary-7f3a"}""", 400, "InvalidParameters", "name")]
    [InlineData("PUT", "KEY", """{"value": "x"}""", 400, "InvalidParameters", "value")]
    [InlineData("PUT", "KEY", """{"value": 12345678}""", 400, "InvalidParameters", "value")]
    [InlineData("PUT", "KEY", "{}", 400, "InvalidParameters", "value")]
    [InlineData("PUT", "KEY", """{"value": "half \ud800"}""", 400, "InvalidParameters", "value")]
    [InlineData("DELETE", "KEY", null, 404, "SecretNotExists", "name")]
    public async Task A_bad_request_names_the_field_does_not_repeat_the_value_and_changes_nothing(string method, string name, string? body, int status, string code, string field)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var secrets = $"/api/v1/applications/{await DeployAsync(api)}/secrets";
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{secrets}/{name}") { Content = body is null ? null : new StringContent(body) };
        using var answer = await api.Http.SendAsync(request);
        var problem = await Http.ReadAsync(answer);
        Assert.Equal((status, code, field), ((int)answer.StatusCode, problem.Text("code"), problem.Text("field")));
        Assert.DoesNotContain("canary", $"{problem}", StringComparison.Ordinal);
        Assert.DoesNotContain("12345678", $"{problem}", StringComparison.Ordinal);
        Assert.Empty((await api.Http.GetJsonAsync(secrets)).GetProperty("secrets").EnumerateArray());
    }

    [Fact]
    public async Task The_client_has_the_same_verbs_and_refusals()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var (remote, app) = (new HttpPipelineManager(api.Http), await DeployAsync(api));
        await remote.SetSecretAsync(app, "API_KEY", "canary \"7f3a\" ü");
        Assert.Equal(["API_KEY"], (await remote.ListSecretsAsync(app)).Select(secret => secret.Name));
        Assert.Equal("name", (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.SetSecretAsync(app, "../cache", "canary"))).Refusal.Field);
        Assert.Equal("name", (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.DeleteSecretAsync(app, ""))).Refusal.Field);
        Assert.Equal(ErrorCode.AppNotExists, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.ListSecretsAsync(new AppId(Guid.NewGuid())))).Code);
        await remote.DeleteSecretAsync(app, "API_KEY");
        Assert.Equal(ErrorCode.SecretNotExists, (await Assert.ThrowsAsync<RequestRefusedException>(() => remote.DeleteSecretAsync(app, "API_KEY"))).Code);
    }
}
