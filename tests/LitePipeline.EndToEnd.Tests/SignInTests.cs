using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LitePipeline.EndToEnd.Tests;

public class SignInTests
{
    // What the original's own package makes of the user admin with the password admin.
    private const string OriginalToken = "2glytKGz3vBXLJt0+CW9RQ==";

    private const string AdminMd5 = "21232f297a57a5a743894a0e4a801fc3";

    private static async Task<string> UsersAsync(string more = "")
    {
        // As an operator makes a hash: by the tool.
        using var hashing = ToolProcess.Program("sh", Path.GetTempPath(), "-c", "echo secret | litepipeline user hash");
        Assert.True(await hashing.ExitCodeAsync() == 0, hashing.Printed);
        var hash = hashing.Output.Trim();
        return $$"""
            users:
              - {name: root, role: admin, password_hash: "{{hash}}"}
              - {name: olga, role: operator, password: "word of olga"}
              - {name: vera, role: viewer, password_hash: "{{hash}}"}
              - {name: admin, role: admin, password: admin, password_md5: {{AdminMd5}} }
            {{more}}
            """;
    }

    private static async Task<HttpStatusCode> StatusAsync(ProcessCluster cluster, HttpMethod method, string path, AuthenticationHeaderValue? shown, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = shown }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await cluster.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string> OriginalAsync(ProcessCluster cluster, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/task/list") { Headers = { { "user", "admin" }, { "token", token } } };
        using var answer = await cluster.Client.SendAsync(request);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("result").GetString()!;
    }

    [Fact]
    public async Task Each_user_may_do_what_their_role_allows_and_nobody_else_anything()
    {
        using var cluster = await ProcessCluster.StartAsync(settings: await UsersAsync());
        var (code, printed) = await cluster.RunAsync("task", "list");
        Assert.True(code != 0 && printed.Contains("AuthError", StringComparison.Ordinal), printed);
        (code, printed) = await cluster.RunAsync("-u", "root", "-p", "wrong", "task", "list");
        Assert.True(code != 0 && printed.Contains("AuthError", StringComparison.Ordinal), printed);

        var package = await cluster.PackAsync("short", ProcessCluster.OnlyAction("sh -c 'echo done'"));
        (code, printed) = await cluster.RunAsync("-u", "olga", "-p", "word of olga", "app", "create", "-f", package, "-n", "short");
        Assert.True(code != 0, printed);
        var app = (await cluster.AskAsync("-u", "root", "-p", "secret", "app", "create", "-f", package, "-n", "short")).GetProperty("app_id").GetString()!;

        Assert.Equal(1, (await cluster.AskAsync("-u", "vera", "-p", "secret", "app", "list")).GetProperty("total").GetInt32());
        (code, printed) = await cluster.RunAsync("-u", "vera", "-p", "secret", "task", "run", "-a", app, "-n", "job");
        Assert.True(code != 0 && printed.Contains("operator", StringComparison.OrdinalIgnoreCase), printed);
        Assert.Equal(0, (await cluster.AskAsync("-u", "vera", "-p", "secret", "task", "list")).GetProperty("total").GetInt32());
        (code, printed) = await cluster.RunAsync("-u", "olga", "-p", "word of olga", "task", "run", "-a", app, "-n", "job");
        Assert.True(code == 0 && printed.Contains("only | done", StringComparison.Ordinal), printed);
    }

    [Fact]
    public async Task A_token_of_a_sign_in_opens_what_its_user_may_until_the_sign_out()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0, settings: await UsersAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(cluster, HttpMethod.Get, "/api/v1/tasks", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(cluster, HttpMethod.Post, "/api/v1/login", null, new { user = "vera", password = "wrong" }));
        using var login = await cluster.Client.PostAsJsonAsync("/api/v1/login", new { user = "vera", password = "secret" });
        var token = new AuthenticationHeaderValue("Bearer", (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(cluster, HttpMethod.Get, "/api/v1/tasks", token));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(cluster, HttpMethod.Post, "/api/v1/tasks", token, new { application = Guid.Empty, name = "job" }));
        cluster.KillManager();
        await cluster.StartManagerAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(cluster, HttpMethod.Get, "/api/v1/tasks", token));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(cluster, HttpMethod.Post, "/api/v1/logout", token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(cluster, HttpMethod.Get, "/api/v1/tasks", token));
        Assert.Equal("AuthError", await OriginalAsync(cluster, OriginalToken));
    }

    [Fact]
    public async Task The_originals_headers_sign_in_where_the_operator_allows_it()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0, settings: await UsersAsync("accept_original_tokens: true"));
        Assert.Equal("ok", await OriginalAsync(cluster, OriginalToken));
        Assert.Equal("AuthError", await OriginalAsync(cluster, "M3PODFTkEA1NmkcJMgqrWg=="));
    }
}
