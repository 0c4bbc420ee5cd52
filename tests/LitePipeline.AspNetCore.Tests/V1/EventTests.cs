using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>What happens, as it happens.</summary>
public class EventTests
{
    private static readonly ApplicationDefinition Echo = Packages.Echo();

    /// <summary>A stream that has told that nothing is missed from here on.</summary>
    private static async Task<IAsyncEnumerator<SseItem<string>>> SubscribeAsync(ApiHost api, string query, CancellationToken cancellationToken, string? seen = null, bool resumes = false)
    {
        var answer = await api.Http.AskAsync(HttpMethod.Get, $"/api/v1/events{query}", headers: seen is null ? [] : [("Last-Event-ID", seen)]);
        var items = SseParser.Create(await answer.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal(("subscribed", resumes ? """{"resumed":true}""" : """{"resumed":false}"""), (items.Current.EventType, items.Current.Data));
        return items;
    }

    private static async Task<List<JsonElement>> UntilAsync(IAsyncEnumerator<SseItem<string>> items, Func<JsonElement, bool> last)
    {
        var seen = new List<JsonElement>();
        while (await items.MoveNextAsync())
        {
            if (items.Current.EventType != "event") continue;
            seen.Add(JsonDocument.Parse(items.Current.Data).RootElement.Clone());
            if (last(seen[^1])) return seen;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static string[] Kinds(IEnumerable<JsonElement> events) => [.. events.Select(happened => happened.Text("kind"))];

    private static Task<TaskDetails> RunAsync(ApiHost api, AppId app) => api.Cluster.RunAsync(app);

    [Fact]
    public async Task All_of_a_task_is_told_in_its_order()
    {
        await using var api = await ApiHost.StartAsync();
        var app = await api.Cluster.DeployAsync(Echo);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var items = await SubscribeAsync(api, "", limit.Token);
        await RunAsync(api, app);
        Assert.Equal(["task_accepted", "task_started", "action_started", "action_finished", "task_finished"], Kinds(await UntilAsync(items, happened => happened.Text("kind") == "task_finished")));
    }

    [Fact]
    public async Task Only_the_kinds_that_were_asked_for_come()
    {
        await using var api = await ApiHost.StartAsync();
        var app = await api.Cluster.DeployAsync(Echo);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var items = await SubscribeAsync(api, "?kind=task_finished,action_started", limit.Token);
        await RunAsync(api, app);
        Assert.Equal(["action_started", "task_finished"], Kinds(await UntilAsync(items, happened => happened.Text("kind") == "task_finished")));
    }

    [Fact]
    public async Task Only_the_task_that_was_asked_for_is_told()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(Echo);
        var wanted = await api.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "wanted"));
        await api.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "other"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var items = await SubscribeAsync(api, $"?task={wanted}", limit.Token);
        await api.Cluster.AddNodeAsync();
        var events = await UntilAsync(items, happened => happened.Text("kind") == "task_finished");
        Assert.All(events, happened => Assert.Contains(wanted.ToString(), happened.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_work_is_told_with_its_tasks_those_that_are_there_and_those_that_come()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(Echo);
        var work = await WorkAsync(api, app);
        await WorkAsync(api, app);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var items = await SubscribeAsync(api, $"?work={work}", limit.Token);
        await api.Cluster.AddNodeAsync();
        var events = await UntilAsync(items, happened => happened.Text("kind") == "work_finished");
        Assert.Equal(2, events.Count(happened => happened.Text("kind") == "task_finished"));
        var tasks = (await api.Cluster.Manager.GetWorkAsync(work)).Steps.Select(step => step.Task!.Value.ToString()).ToArray();
        Assert.All(events, happened => Assert.Contains(tasks.Append(work.ToString()), id => happened.ToString().Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stream_that_broke_goes_on_behind_the_item_that_was_seen_last()
    {
        await using var api = await ApiHost.StartAsync();
        var app = await api.Cluster.DeployAsync(Echo);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        string seen;
        await using (var first = await SubscribeAsync(api, "", limit.Token))
        {
            await RunAsync(api, app);
            await UntilAsync(first, happened => happened.Text("kind") == "action_started");
            seen = first.Current.EventId!;
        }

        await RunAsync(api, app);
        await using var second = await SubscribeAsync(api, "", limit.Token, seen, resumes: true);
        List<string> rest = ["action_finished", "task_finished"];
        Assert.Equal(rest, Kinds(await UntilAsync(second, happened => happened.Text("kind") == "task_finished")));
        List<string> next = ["task_accepted", "task_started", "action_started", .. rest];
        Assert.Equal(next, Kinds(await UntilAsync(second, happened => happened.Text("kind") == "task_finished")));
        await using var filtered = await SubscribeAsync(api, "?kind=task_finished", limit.Token, seen, resumes: true);
        Assert.Equal(["task_finished"], Kinds(await UntilAsync(filtered, _ => true)));
    }

    [Theory]
    [InlineData("6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11-7")]
    [InlineData("half")]
    [InlineData("{0}-99")]
    [InlineData("{0}-x")]
    [InlineData("{0}-0")]
    public async Task A_place_that_is_not_known_any_more_is_told_as_such(string seen)
    {
        await using var api = await ApiHost.StartAsync(api: options => options.KeptEvents = 4);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var first = await SubscribeAsync(api, "", limit.Token);
        var name = first.Current.EventId![..36];
        // Twice, so that more than four are past for certain; a reader of so few may miss the last one itself.
        var app = await api.Cluster.DeployAsync(Echo);
        await RunAsync(api, app);
        await RunAsync(api, app);
        await using var items = await SubscribeAsync(api, "", limit.Token, seen.Replace("{0}", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reader_who_lost_events_is_told_in_the_midst_of_the_stream()
    {
        await using var api = await ApiHost.StartAsync(api: options => options.KeptEvents = 2);
        var app = await api.Cluster.DeployAsync(Echo);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var items = await SubscribeAsync(api, "", limit.Token);
        // Faster than anyone reads who may be two events behind.
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => api.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"))));
        while (await items.MoveNextAsync() && items.Current.EventType == "event") { }
        Assert.Equal(("subscribed", """{"resumed":false}"""), (items.Current.EventType, items.Current.Data));
    }

    [Theory]
    [InlineData("?kind=task_vanished", "kind", 400)]
    [InlineData("?task=7", "task", 400)]
    [InlineData("?work=6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", "work", 404)]
    public async Task A_filter_that_cannot_match_is_refused(string query, string field, int status)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        using var answer = await api.Http.AskAsync(HttpMethod.Get, $"/api/v1/events{query}");
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(field, (await Http.ReadAsync(answer)).Text("field"));
    }

    [Fact]
    public async Task A_stream_that_has_nothing_to_say_shows_that_it_lives()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(200));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(100));
        await using var items = await SubscribeAsync(api, "", limit.Token);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await items.MoveNextAsync());
            Assert.Equal("alive", items.Current.EventType);
        }
    }

    private static async Task<WorkId> WorkAsync(ApiHost api, AppId app)
    {
        var configuration = JsonData.From(new
        {
            applications = new object[]
            {
                new { name = "first", app_id = app.ToString(), condition = Array.Empty<string>() },
                new { name = "second", app_id = app.ToString(), condition = new[] { "first" } },
            },
        });
        var workflow = await api.Cluster.Manager.CreateWorkflowAsync(new CreateWorkflowRequest("flow", configuration, Enabled: true));
        return await api.Cluster.Manager.CreateWorkAsync(new CreateWorkRequest(workflow, "work"));
    }
}
