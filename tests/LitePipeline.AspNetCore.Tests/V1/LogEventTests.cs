using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>An action's output, as it is written.</summary>
public sealed class LogEventTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(100));
    private readonly DirectoryInfo _gates = Directory.CreateTempSubdirectory("litepipeline-gates-");

    public void Dispose()
    {
        _limit.Dispose();
        _gates.Delete(recursive: true);
    }

    private void Open(string gate) => File.WriteAllText(Path.Combine(_gates.FullName, gate), "");

    private string Await(string gate) => $"until [ -e {Path.Combine(_gates.FullName, gate)} ]; do sleep 0.01; done";

    private static async Task<TaskId> BeginAsync(ApiHost api, string script)
    {
        var action = new ActionDefinition { Name = "write", Main = $"bash -c '{script}'" };
        var app = await api.Cluster.DeployAsync(new ApplicationDefinition { Actions = [action], OutputAction = action.Name });
        var task = await api.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "write"));
        await LitePipelineTestCluster.UntilAsync(async () => (await api.Cluster.Manager.ListActionsAsync(new ActionQuery { Tasks = [task] })).Total == 1, "a node has it");
        return task;
    }

    private async Task<IAsyncEnumerator<SseItem<string>>> FollowAsync(ApiHost api, TaskId task, string query = "", string? seen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{task}/actions/write/log/events{query}");
        if (seen is not null) request.Headers.Add("Last-Event-ID", seen);
        var answer = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _limit.Token);
        Assert.Equal("text/event-stream", answer.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        return SseParser.Create(await answer.Content.ReadAsStreamAsync(_limit.Token)).EnumerateAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
    }

    // Reads on until so much text has come, or all of it. Returns it with the latest id.
    private static async Task<(string Text, string? Id)> ReadAsync(IAsyncEnumerator<SseItem<string>> items, int length = int.MaxValue)
    {
        var (text, id) = (new StringBuilder(), (string?)null);
        while (text.Length < length && await items.MoveNextAsync() && items.Current.EventType != "end")
        {
            if (items.Current.EventType != "output") continue;
            var part = JsonDocument.Parse(items.Current.Data).RootElement;
            Assert.Equal(items.Current.EventId, part.GetProperty("next").GetRawText());
            text.Append(part.Text("text"));
            id = items.Current.EventId;
        }

        return (text.ToString(), id);
    }

    [Fact]
    public async Task It_comes_while_the_action_runs_in_whole_characters_and_with_its_offset()
    {
        await using var api = await ApiHost.StartAsync();
        var task = await BeginAsync(api, $"printf \"a\\xe2\\x82\"; {Await("rest")}; printf \"\\xac\\r\\nb\"");
        await using var items = await FollowAsync(api, task);
        Assert.Equal(("a", "1"), await ReadAsync(items, 1));
        Open("rest");
        Assert.Equal(("€\r\nb", "7"), await ReadAsync(items));
        Assert.Equal("end", items.Current.EventType);
        Assert.False(await items.MoveNextAsync());
    }

    [Fact]
    public async Task A_connection_that_broke_goes_on_behind_the_last_item_that_was_seen()
    {
        await using var api = await ApiHost.StartAsync();
        var task = await BeginAsync(api, $"echo one; {Await("two")}; echo two; {Await("end")}");
        string? seen;
        await using (var first = await FollowAsync(api, task)) (_, seen) = await ReadAsync(first, 4);
        Open("two");
        await using var second = await FollowAsync(api, task, "?offset=1", seen);
        Assert.Equal(("two\n", "8"), await ReadAsync(second, 4));
        await using var third = await FollowAsync(api, task, "?offset=1");
        Assert.Equal("ne\ntwo\n", (await ReadAsync(third, 7)).Text);
        Open("end");
        Assert.Equal("", (await ReadAsync(second)).Text);
    }

    [Fact]
    public async Task A_stream_that_has_nothing_to_say_shows_that_it_lives()
    {
        await using var api = await ApiHost.StartAsync(api: options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(100));
        var task = await BeginAsync(api, Await("end"));
        await using var items = await FollowAsync(api, task);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("alive", items.Current.EventType);
        Open("end");
        Assert.Equal("", (await ReadAsync(items)).Text);
    }

    [Fact]
    public async Task The_client_gets_the_parts_that_the_manager_tells()
    {
        await using var api = await ApiHost.StartAsync();
        var client = new HttpPipelineManager(api.Http);
        var task = await BeginAsync(api, "echo one; echo zwölf");
        await client.WaitForTaskAsync(task);
        foreach (var manager in new IPipelineManager[] { client, api.Cluster.Manager })
        {
            await using var parts = await manager.FollowLogAsync(task, "write", 4, attempt: 1, _limit.Token);
            Assert.True(await parts.MoveNextAsync());
            Assert.Equal((11, 0, "zwölf\n"), (parts.Current.Next, parts.Current.LeftOut, parts.Current.Text));
            Assert.False(await parts.MoveNextAsync());
        }
    }

    [Theory]
    [InlineData("write", "?offset=-1", null, "offset", 400)]
    [InlineData("write", "", "half", "Last-Event-ID", 400)]
    [InlineData("write", "?attempt=0", null, "attempt", 400)]
    [InlineData("write", "?attempt=7", null, "attempt", 409)]
    [InlineData("other", "", null, "name", 409)]
    public async Task What_cannot_be_followed_is_refused(string action, string query, string? seen, string field, int status)
    {
        await using var api = await ApiHost.StartAsync();
        var task = await BeginAsync(api, "true");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{task}/actions/{action}/log/events{query}");
        if (seen is not null) request.Headers.Add("Last-Event-ID", seen);
        using var answer = await api.Http.SendAsync(request, _limit.Token);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(field, (await Http.ReadAsync(answer)).Text("field"));
    }
}
