using System.Net;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>A service without users is for its own machine, and not for pages from elsewhere that are shown there.</summary>
public class LocalCallersTests(EmptyApi empty) : IClassFixture<EmptyApi>
{
    [Theory]
    [InlineData("Origin", "https://elsewhere.example", "'https://elsewhere.example'")]
    [InlineData("Origin", "http://127.0.0.1.elsewhere.example:8000", "elsewhere.example")]
    [InlineData("Origin", "null", "'null'")]
    [InlineData("Host", "elsewhere.example", "'elsewhere.example'")]
    [InlineData("Host", "192.0.2.7:8000", "192.0.2.7")]
    [InlineData("X-Forwarded-For", "192.0.2.7", "'192.0.2.7'")]
    [InlineData("X-Forwarded-For", "127.0.0.1, 192.0.2.7", "'192.0.2.7'")]
    [InlineData("X-Forwarded-For", "unknown", "'unknown'")]
    [InlineData("Forwarded", "for=192.0.2.7;proto=https", "192.0.2.7")]
    [InlineData("X-Real-IP", "2001:db8::7", "2001:db8::7")]
    public async Task A_page_from_elsewhere_is_refused(string header, string value, string named)
    {
        using var compatible = await empty.Client.AskAsync(HttpMethod.Get, "/app/list", null, (header, value));
        var refused = await Http.ReadAsync(compatible);
        Assert.Equal("AuthError", refused.Text("result"));
        Assert.Contains(named, refused.Text("message"), StringComparison.Ordinal);
        using var v1 = await empty.Client.AskAsync(HttpMethod.Get, "/api/v1/tasks", null, (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, v1.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://viewer.localhost:8088")]
    [InlineData("Origin", "http://127.0.0.1:8088")]
    [InlineData("Host", "localhost:8000")]
    [InlineData("Host", "[::1]:8000")]
    [InlineData("X-Forwarded-For", "127.0.0.1, ::1")]
    [InlineData("Forwarded", "for=\"[::1]:4711\"")]
    public async Task A_page_from_here_is_served(string header, string value)
    {
        using var answer = await empty.Client.AskAsync(HttpMethod.Get, "/app/list", null, (header, value));
        Assert.Equal("ok", (await Http.ReadAsync(answer)).Text("result"));
    }

    [Fact]
    public async Task A_host_that_keeps_strangers_out_itself_can_open_it()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, options => options.AllowRemoteCallers = true);
        using var answer = await api.Http.AskAsync(HttpMethod.Get, "/app/list", null, ("Host", "manager.example"), ("Origin", "https://viewer.example"));
        Assert.Equal("ok", (await Http.ReadAsync(answer)).Text("result"));
    }
}
