using System.Net;
using LitePipeline.AspNetCore.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>Guessing passwords costs time.</summary>
public class FailedAttemptsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1"), There = IPAddress.Parse("192.0.2.2");

    private readonly FakeTimeProvider _time = new();
    private readonly FailedAttempts _attempts;

    public FailedAttemptsTests() => _attempts = new FailedAttempts(_time);

    private void Fail(string user, IPAddress address, int times)
    {
        for (var i = 0; i < times; i++) _attempts.Failed(user, address);
    }

    [Fact]
    public void A_few_mistakes_cost_nothing()
    {
        Fail("ann", Here, 4);
        Assert.Null(_attempts.PauseOf("ann", Here));
    }

    [Fact]
    public void Each_further_failure_doubles_the_pause_up_to_a_minute()
    {
        Fail("ann", Here, 4);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            Fail("ann", Here, 1);
            Assert.Equal(TimeSpan.FromSeconds(seconds), _attempts.PauseOf("ann", Here));
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Null(_attempts.PauseOf("ann", Here));
        }
    }

    [Fact]
    public void Nobody_is_locked_out_from_another_address()
    {
        Fail("ann", Here, 50);
        Assert.Null(_attempts.PauseOf("ann", There));
    }

    [Fact]
    public void An_address_that_tries_many_names_pauses_as_a_whole()
    {
        for (var i = 0; i < 20; i++) Fail($"user{i}", Here, 1);
        Assert.NotNull(_attempts.PauseOf("ann", Here));
    }

    [Fact]
    public void All_addresses_of_one_IPv6_network_count_as_one()
    {
        Fail("ann", IPAddress.Parse("2001:db8:1:2::1"), 5);
        Assert.NotNull(_attempts.PauseOf("ann", IPAddress.Parse("2001:db8:1:2:ffff::7")));
        Assert.Null(_attempts.PauseOf("ann", IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void Success_and_time_forget_failures()
    {
        Fail("ann", Here, 4);
        _attempts.Succeeded("ann", Here);
        Fail("ann", Here, 4);
        _time.Advance(TimeSpan.FromMinutes(16));
        Fail("ann", Here, 4);
        Assert.Null(_attempts.PauseOf("ann", Here));
    }

    [Fact]
    public void Memory_stays_bounded_and_the_oldest_are_forgotten_first()
    {
        Fail("ann", Here, 5);
        for (var i = 0; i < 20_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            _attempts.Failed("bob", new IPAddress(i + 1_000_000));
        }

        Assert.Null(_attempts.PauseOf("ann", Here));
    }

    [Fact]
    public async Task After_failed_logins_the_right_password_waits_too_and_then_counts()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add, host => host.Services.AddSingleton<TimeProvider>(_time));
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(api, "wrong"));
        using var paused = await api.Http.AskAsync(HttpMethod.Post, "/api/v1/login", new { user = "admin", password = TestUsers.Password });
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (paused.StatusCode, paused.Headers.RetryAfter!.Delta));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(api, TestUsers.Password));
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(api, "wrong"));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(api, TestUsers.Password));
    }

    [Fact]
    public async Task A_known_password_is_no_way_around_the_pause()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add, host => host.Services.AddSingleton<TimeProvider>(_time));
        using var http = api.NewClient().As("admin", TestUsers.Password);
        Assert.Equal("ok", (await http.GetJsonAsync("/app/list")).Text("result"));
        using var guesser = api.NewClient().As("admin", "wrong");
        for (var i = 0; i < 5; i++) await guesser.GetJsonAsync("/app/list");
        Assert.Equal("AuthError", (await http.GetJsonAsync("/app/list")).Text("result"));
    }

    [Fact]
    public async Task Many_right_passwords_at_once_all_count()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, TestUsers.Add);
        using var http = api.NewClient().As("admin", TestUsers.Password);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => http.GetJsonAsync("/app/list")));
        Assert.All(answers, answer => Assert.Equal("ok", answer.Text("result")));
    }

    private static async Task<HttpStatusCode> LoginAsync(ApiHost api, string password)
    {
        using var answer = await api.Http.AskAsync(HttpMethod.Post, "/api/v1/login", new { user = "admin", password });
        return answer.StatusCode;
    }
}
