using System.Net;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Storage;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>Who signed in and who did not, in the audit trail.</summary>
public class SignInTrailTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(cluster => (cluster.Nodes, cluster.Time) = (0, _time), TestUsers.Add, host => host.Services.AddSingleton<TimeProvider>(_time));

    private static async Task<List<string>> TrailAsync(ApiHost api, int records)
    {
        IReadOnlyList<AuditRecord> items = [];
        await LitePipelineTestCluster.UntilAsync(async () => (items = (await api.Cluster.Manager.ListAuditAsync(new AuditQuery { Noun = "user", OldestFirst = true })).Items).Count >= records, $"{records} records");
        return [.. items.Select(record => $"{record.Verb} {record.Actor} {record.Origin} {record.Name}: {record.Details}")];
    }

    private static async Task<HttpStatusCode> LoginAsync(ApiHost api, string user, string password)
    {
        using var answer = await api.Http.AskAsync(HttpMethod.Post, "/api/v1/login", new { user, password });
        return answer.StatusCode;
    }

    [Fact]
    public async Task Signing_in_and_out_and_the_first_request_with_a_password_are_recorded_with_the_address()
    {
        await using var api = await StartAsync();
        var token = await api.LoginAsync(UserRole.Operator);
        using var signedIn = api.NewClient().With(token);
        await signedIn.GetJsonAsync("/api/v1/tasks");
        using var signedOut = await signedIn.AskAsync(HttpMethod.Post, "/api/v1/logout");
        using var basic = api.NewClient().As("admin", TestUsers.Password);
        for (var request = 0; request < 3; request++) await basic.GetJsonAsync("/api/v1/tasks");
        Assert.Equal(["sign_in operator 127.0.0.1 operator: ", "sign_out operator 127.0.0.1 operator: ", "sign_in admin 127.0.0.1 admin: with each request"], await TrailAsync(api, 3));
        var page = await basic.GetJsonAsync("/api/v1/audit?verb=sign_in&actor=operator");
        Assert.Equal((1, "user"), (page.GetProperty("total").GetInt32(), page.GetProperty("items")[0].Text("noun")));
    }

    [Fact]
    public async Task Failures_are_recorded_once_a_minute_then_that_they_are_slowed_and_nothing_that_was_typed()
    {
        await using var api = await StartAsync();
        for (var attempt = 0; attempt < 5; attempt++) Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(api, "admin", "canary-wrong"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await LoginAsync(api, "admin", "canary-wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(api, "canary-in-the-wrong-field", "x"));
        _time.Advance(TimeSpan.FromMinutes(1));
        var trail = await TrailAsync(api, 4);
        Assert.Equal(
            ["fail anyone 127.0.0.1 admin: ", "slow anyone 127.0.0.1 admin: too many have failed: not looked at for 1 s", "fail anyone 127.0.0.1 : no such user", "fail anyone 127.0.0.1 admin: 4 more of these within a minute"], trail);
    }
}
