using System.Net;
using LitePipeline.AspNetCore.Users;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>Every route of the running app, tried by everyone.</summary>
public class RouteGuardTests
{
    private static readonly string[] Open = ["/", "/api/v1/health", "/api/v1/login", "/openapi/{documentName}.json"];
    private static readonly string[] ReadByOtherMethods = ["/api/v1/actions/query", "/api/v1/steps/query", "/api/v1/logout", "/workspace/pack"];
    private static readonly string[] AdminsNouns = ["app", "venv", "workflow", "applications", "venvs", "workflows"];

    private sealed record Route(string Method, string Pattern)
    {
        public string Address => Pattern.Replace("{id}", "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", StringComparison.Ordinal)
            .Replace("{number}", "1", StringComparison.Ordinal).Replace("{name}", "echo", StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal);

        public bool IsV1 => Pattern.StartsWith("/api/v1/", StringComparison.Ordinal);

        public override string ToString() => $"{Method} {Pattern}";

        /// <summary>Who may call it, by the rule: viewers read, operators run, admins deploy and configure.</summary>
        public UserRole? Least
        {
            get
            {
                if (Method == "OPTIONS" || Open.Contains(Pattern)) return null;
                if (Pattern == "/api/v1/audit") return UserRole.Admin;
                // What is kept may be computed again: it is no deployment.
                if (Pattern.EndsWith("/cache", StringComparison.Ordinal)) return UserRole.Operator;
                if (Method == "GET" || ReadByOtherMethods.Contains(Pattern)) return UserRole.Viewer;
                return AdminsNouns.Contains(Pattern.Replace("/api/v1", "", StringComparison.Ordinal).Split('/')[1]) ? UserRole.Admin : UserRole.Operator;
            }
        }
    }

    private static IEnumerable<Route> RoutesOf(ApiHost api) =>
        from endpoint in api.Routes
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select new Route(method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));

    private static async Task<string?> RefusalAsync(HttpClient http, Route route)
    {
        using var answer = await http.AskAsync(new HttpMethod(route.Method), route.Address);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
        {
            Assert.True(route.IsV1, $"{route} answered {answer.StatusCode}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            return answer.StatusCode.ToString();
        }

        // An answer that never ends is no refusal.
        if (answer.Content.Headers.ContentType?.MediaType != "application/json" || route.IsV1) return null;
        var body = await Http.ReadAsync(answer);
        if (!body.TryGetProperty("result", out var result) || result.GetString() != "AuthError") return null;
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.True(answer.StatusCode == HttpStatusCode.OK || route.Pattern.EndsWith("/download", StringComparison.Ordinal), $"{route} answered {answer.StatusCode}");
        return "AuthError";
    }

    private static async Task<Dictionary<Route, string?>> TryAllAsync(ApiHost api, Action<HttpClient> who)
    {
        using var http = api.NewClient();
        who(http);
        var refusals = new Dictionary<Route, string?>();
        // Signing out comes last: after it the token is none any more.
        foreach (var route in RoutesOf(api).OrderBy(route => route.Pattern == "/api/v1/logout")) refusals.Add(route, await RefusalAsync(http, route));
        return refusals;
    }

    private static void AssertRefused(Dictionary<Route, string?> refusals, params string[] v1)
    {
        foreach (var (route, refusal) in refusals)
        {
            if (route.Least is null) Assert.True(refusal is null, $"{route} is open, but refused with {refusal}");
            else Assert.True(route.IsV1 ? v1.Contains(refusal) : refusal == "AuthError", $"{route} let a stranger through, or answered {refusal}");
        }
    }

    [Fact]
    public async Task Every_route_but_the_open_ones_refuses_who_does_not_say_who_they_are_or_not_truly()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add, host => host.Services.AddSingleton<TimeProvider>(time));
        await using var other = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        var (expiring, foreign) = (await api.LoginAsync(UserRole.Admin), await other.LoginAsync(UserRole.Admin));
        time.Advance(TimeSpan.FromHours(13));
        Assert.True(RoutesOf(api).Count() > 150);
        AssertRefused(await TryAllAsync(api, _ => { }), "Unauthorized");
        AssertRefused(await TryAllAsync(api, http => http.With("no-token")), "Unauthorized");
        AssertRefused(await TryAllAsync(api, http => http.With(expiring)), "Unauthorized");
        AssertRefused(await TryAllAsync(api, http => http.With(foreign)), "Unauthorized");
        AssertRefused(await TryAllAsync(api, http => http.DefaultRequestHeaders.Add("Authorization", "Digest whatever")), "Unauthorized");
        AssertRefused(await TryAllAsync(api, http => { http.DefaultRequestHeaders.Add("user", "admin"); http.DefaultRequestHeaders.Add("token", "2glytKGz3vBXLJt0+CW9RQ=="); }), "Unauthorized");
        AssertRefused(await TryAllAsync(api, http => http.As("admin", "wrong")), "Unauthorized", "TooManyRequests");
        AssertRefused(await TryAllAsync(api, http => http.As("nobody", TestUsers.Password)), "Unauthorized", "TooManyRequests");
    }

    [Theory]
    [InlineData(UserRole.Viewer)]
    [InlineData(UserRole.Operator)]
    [InlineData(UserRole.Admin)]
    public async Task A_user_may_call_what_their_role_allows_and_nothing_else(UserRole role)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        var token = await api.LoginAsync(role);
        foreach (var (route, refusal) in await TryAllAsync(api, http => http.With(token)))
        {
            Assert.True(refusal == (role >= (route.Least ?? UserRole.Viewer) ? null : route.IsV1 ? "Forbidden" : "AuthError"), $"{role} at {route}: {refusal}");
        }
    }

    [Fact]
    public async Task Without_users_every_route_serves_this_machine()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        Assert.All((await TryAllAsync(api, _ => { })).Values, Assert.Null);
    }
}
