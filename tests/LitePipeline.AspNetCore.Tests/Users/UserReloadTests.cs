using System.Net;
using System.Text.Json;
using LitePipeline.AspNetCore.Users;
using LitePipeline.TestCluster;
using Microsoft.Extensions.Configuration;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>A changed configuration file counts without a restart, and a broken one opens nothing.</summary>
public sealed class UserReloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("litepipeline-users-").FullName;

    private readonly TaskCompletionSource _unreadable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(params LitePipelineUser[] users) => WriteText(JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["LitePipeline:Api"] = new { Users = users.Select(user => new { user.Name, Role = user.Role.ToString(), user.PasswordHash }) },
    }));

    // A whole file takes the old one's place, as an editor does it.
    private void WriteText(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "new"), text);
        File.Move(Path.Combine(_folder, "new"), Path.Combine(_folder, "users.json"), overwrite: true);
    }

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        cluster => cluster.Nodes = 0,
        host: host => host.Configuration.SetBasePath(_folder).AddJsonFile(source =>
        {
            (source.Path, source.ReloadOnChange, source.OnLoadException) = ("users.json", true, _ => _unreadable.TrySetResult());
        }));

    private static async Task<HttpStatusCode> MeAsync(ApiHost api, Func<HttpClient, HttpClient> who)
    {
        using var http = who(api.NewClient());
        using var answer = await http.AskAsync(HttpMethod.Get, "/api/v1/me");
        return answer.StatusCode;
    }

    private static Task ComesToAsync(ApiHost api, Func<HttpClient, HttpClient> who, HttpStatusCode status) =>
        LitePipelineTestCluster.UntilAsync(async () => await MeAsync(api, who) == status, $"/me answers {status}");

    [Fact]
    public async Task A_new_user_counts_a_changed_role_counts_and_a_changed_password_ends_its_tokens()
    {
        Write(TestUsers.Of("admin", UserRole.Admin));
        await using var api = await StartAsync();
        var token = await api.LoginAsync(UserRole.Admin);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(api, http => http.With(token)));

        Write(TestUsers.Of("admin", UserRole.Viewer), TestUsers.Of("operator", UserRole.Operator));
        await ComesToAsync(api, http => http.As("operator", TestUsers.Password), HttpStatusCode.OK);
        using (var http = api.NewClient().With(token)) Assert.Equal("viewer", (await http.GetJsonAsync("/api/v1/me")).Text("role"));

        Write(new LitePipelineUser { Name = "admin", Role = UserRole.Admin, PasswordHash = LitePipelineUsers.HashPassword("another") }, TestUsers.Of("operator", UserRole.Operator));
        await ComesToAsync(api, http => http.With(token), HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(api, http => http.As("admin", "another")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"LitePipeline:Api": {"Users": []}}""")]
    [InlineData("""{"LitePipeline:Api": {"User": "admin"}}""")]
    [InlineData("""{"LitePipeline:Api": {"Users": [{"Name": "a:b", "PasswordHash": "none"}]}}""")]
    [InlineData("""{"LitePipeline:Api": {"Users": [{"Name": "x", "Role": "Emperor"}]}}""")]
    public async Task A_broken_or_emptied_file_leaves_the_users_before_it(string text)
    {
        Write(TestUsers.Of("admin", UserRole.Admin));
        await using var api = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await MeAsync(api, http => http.As("admin", TestUsers.Password)));
        var reloaded = api.ReloadedAsync();
        WriteText(text);
        await await Task.WhenAny(reloaded, _unreadable.Task);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await MeAsync(api, http => http), await MeAsync(api, http => http.As("admin", TestUsers.Password))));
        // The watch goes on: the next good file counts.
        Write(TestUsers.Of("admin", UserRole.Admin), TestUsers.Of("viewer", UserRole.Viewer));
        await ComesToAsync(api, http => http.As("viewer", TestUsers.Password), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(api, http => http));
    }

    [Fact]
    public async Task A_host_does_not_start_with_users_that_break_the_rules()
    {
        WriteText("""{"LitePipeline:Api": {"TokenLifetime": "00:00:00", "Users": [{"Name": "", "PasswordHash": "x"}, {"Name": "a", "PasswordHash": ""}, {"Name": "a", "PasswordMd5": "zz"}]}}""");
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => { await using var api = await StartAsync(); });
        foreach (var part in new[] { "LitePipeline:Api:Users:0:Name is missing", "Users:0:PasswordHash", "Users:1:PasswordHash", "Users:2:Name: 'a' is there twice", "Users:2:PasswordMd5", "LitePipeline:Api:TokenLifetime" })
            Assert.Contains(part, refused.ToString(), StringComparison.Ordinal);
    }
}
