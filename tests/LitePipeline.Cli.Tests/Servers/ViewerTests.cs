using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LitePipeline.Cli.Tests.Servers;

/// <summary>The viewer as a process of its own, before a manager of its own.</summary>
public sealed partial class ViewerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-");

    [Fact]
    public async Task It_serves_the_pages_and_passes_their_calls_on_to_its_manager()
    {
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "--data", "data", "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0").UntilAsync("LitePipeline is ready");
        using var viewer = await StartAsync(new Uri(Address().Match(manager.Output).Value));
        using var http = new HttpClient { BaseAddress = new Uri(Address().Match(viewer.Output).Value) };

        Assert.Contains("<title>LitePipeline</title>", await http.GetStringAsync(new Uri("/tasks/1", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal("admin", (await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/me", UriKind.Relative))).GetProperty("role").GetString());
        Assert.Equal("ok", (await http.GetFromJsonAsync<JsonElement>(new Uri("/cluster/info?include=manager", UriKind.Relative))).GetProperty("result").GetString());
        // What the pages do not need is not passed on: it is a page.
        Assert.StartsWith("<!doctype html>", await http.GetStringAsync(new Uri("/task/list", UriKind.Relative)), StringComparison.Ordinal);
        using (var events = new StreamReader(await http.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative)))) Assert.Equal("event: subscribed", await events.ReadLineAsync());

        Assert.Equal(0, await manager.SignalAsync("TERM"));
        using var gone = await http.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadGateway, gone.StatusCode);
        Assert.Equal(0, await viewer.SignalAsync("TERM"));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Host", "viewer.example")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task Whoever_asks_it_from_elsewhere_does_not_pass_for_the_manager_s_own_machine(string header, string value)
    {
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "--data", "data", "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0").UntilAsync("LitePipeline is ready");
        using var viewer = await StartAsync(new Uri(Address().Match(manager.Output).Value));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(Address().Match(viewer.Output).Value), "/api/v1/tasks"));
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(value, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_has_the_viewer_too_and_leads_people_there()
    {
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "--data", "data", "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0").UntilAsync("The viewer is at");
        using var http = new HttpClient { BaseAddress = new Uri(Address().Match(manager.Output).Value) };
        Assert.Contains("LitePipeline manager service", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Assert.Contains("<title>LitePipeline</title>", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<ToolProcess> StartAsync(Uri manager) =>
        ToolProcess.Start(_folder.FullName, "viewer", "--http", "127.0.0.1:0", "--manager", manager.Authority).UntilAsync("The LitePipeline viewer is ready");

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
