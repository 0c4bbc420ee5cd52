using System.Net;
using LitePipeline.AspNetCore.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>Signing in, being someone, signing out.</summary>
public class SignInTests
{
    private static async Task<HttpStatusCode> MeAsync(ApiHost api, string token)
    {
        using var http = api.NewClient().With(token);
        using var answer = await http.AskAsync(HttpMethod.Get, "/api/v1/me");
        return answer.StatusCode;
    }

    [Fact]
    public async Task A_token_says_who_calls_until_it_expires()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add, host => host.Services.AddSingleton<TimeProvider>(time));
        var login = await api.Http.SendJsonAsync(HttpMethod.Post, "/api/v1/login", new { user = "operator", password = TestUsers.Password });
        Assert.Equal("operator", login.Text("role"));
        Assert.Equal(time.GetUtcNow().AddHours(12), login.GetProperty("expires_at").GetDateTimeOffset());
        using var http = api.NewClient().With(login.Text("token"));
        var me = await http.GetJsonAsync("/api/v1/me");
        Assert.Equal(("operator", "operator", login.Text("expires_at")), (me.Text("user"), me.Text("role"), me.Text("expires_at")));
        time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("The token has expired; sign in again.", (await http.GetJsonAsync("/api/v1/me")).Text("detail"));
    }

    [Fact]
    public async Task Name_and_password_are_enough_by_themselves()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        using var http = api.NewClient().As("viewer", TestUsers.Password);
        var me = await http.GetJsonAsync("/api/v1/me");
        Assert.Equal(("viewer", "viewer"), (me.Text("user"), me.Text("role")));
        Assert.Equal("ok", (await http.GetJsonAsync("/app/list")).Text("result"));
    }

    [Fact]
    public async Task A_refusal_asks_for_a_token_and_never_for_a_browsers_window()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        using var answer = await api.Http.AskAsync(HttpMethod.Get, "/api/v1/tasks");
        Assert.Equal("Bearer realm=\"LitePipeline\"", answer.Headers.WwwAuthenticate.ToString());
        var problem = await Http.ReadAsync(answer);
        Assert.Equal(("AuthError", 401), (problem.Text("code"), problem.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Signing_out_ends_that_token_and_no_other_also_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-keys-").FullName;
        try
        {
            string ended, other;
            await using (var api = await StartAsync())
            {
                (ended, other) = (await api.LoginAsync(UserRole.Viewer), await api.LoginAsync(UserRole.Viewer));
                using var http = api.NewClient().With(ended);
                using var answer = await http.AskAsync(HttpMethod.Post, "/api/v1/logout");
                Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
                Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await MeAsync(api, ended), await MeAsync(api, other)));
            }

            await using var restarted = await StartAsync();
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await MeAsync(restarted, ended), await MeAsync(restarted, other)));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "keys")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Task<ApiHost> StartAsync() => ApiHost.StartAsync(cluster => cluster.Nodes = 0, options =>
        {
            TestUsers.Add(options);
            options.DataPath = folder;
        });
    }

    [Fact]
    public async Task Without_a_folder_for_keys_a_restart_ends_all_tokens()
    {
        string token;
        await using (var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add)) token = await api.LoginAsync(UserRole.Viewer);
        await using var restarted = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(restarted, token));
    }

    [Theory]
    [InlineData("{}", "user")]
    [InlineData("""{"user": "admin"}""", "password")]
    [InlineData("""{"user": 7, "password": "x"}""", "user")]
    public async Task A_login_without_its_fields_names_the_field(string body, string field)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        using var content = new StringContent(body);
        var problem = await api.Http.SendJsonAsync(HttpMethod.Post, "/api/v1/login", content);
        Assert.Equal(("InvalidParameters", field), (problem.Text("code"), problem.Text("field")));
    }

    [Fact]
    public async Task Without_users_there_is_nobody_to_sign_in_and_everyone_here_may_do_everything()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        using var answer = await api.Http.AskAsync(HttpMethod.Post, "/api/v1/login", new { user = "admin", password = "admin" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var me = await api.Http.GetJsonAsync("/api/v1/me");
        Assert.Equal(("", "admin"), (me.Text("user"), me.Text("role")));
    }
}
