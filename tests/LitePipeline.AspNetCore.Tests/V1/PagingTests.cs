using System.Text.Json;
using LitePipeline.Core.Definitions;
using LitePipeline.TestCluster;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>Pages of a list that grows meanwhile.</summary>
public class PagingTests
{
    private static readonly ApplicationDefinition Echo = Packages.Echo();

    private static async Task<string> SubmitAsync(ApiHost api, object app, string name) =>
        (await api.Http.SendJsonAsync(HttpMethod.Post, "/api/v1/tasks", new { application = app.ToString(), name })).Text("id");

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.Text("id"))];

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task A_cursor_passes_over_what_was_there_once_whatever_is_added(ClusterStore store)
    {
        await using var api = await ApiHost.StartAsync(cluster => (cluster.Nodes, cluster.Store) = (0, store));
        var app = await api.Cluster.DeployAsync(Echo);
        var submitted = new List<string>();
        for (var i = 0; i < 25; i++) submitted.Add(await SubmitAsync(api, app, i % 5 == 0 ? "fifth" : "other"));

        var seen = new List<string>();
        var (next, pages) = ("", 0);
        do
        {
            var page = await api.Http.GetJsonAsync($"/api/v1/tasks?limit=10{(next.Length > 0 ? $"&after={next}" : "")}");
            Assert.Equal(25 + pages++, page.GetProperty("total").GetInt64());
            seen.AddRange(Ids(page));
            next = page.Text("next");
            await SubmitAsync(api, app, "meanwhile");
        }
        while (next.Length > 0);

        Assert.Equal(Enumerable.Reverse(submitted), seen);
        Assert.Equal(3, pages);
    }

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task A_cursor_goes_together_with_filters_and_an_offset(ClusterStore store)
    {
        await using var api = await ApiHost.StartAsync(cluster => (cluster.Nodes, cluster.Store) = (0, store));
        var app = await api.Cluster.DeployAsync(Echo);
        var fifths = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            var id = await SubmitAsync(api, app, i % 5 == 0 ? "fifth" : "other");
            if (i % 5 == 0) fifths.Insert(0, id);
        }

        var first = await api.Http.GetJsonAsync("/api/v1/tasks?name=fif*&limit=2");
        Assert.Equal(fifths[..2], Ids(first));
        Assert.Equal(fifths[2..4], Ids(await api.Http.GetJsonAsync($"/api/v1/tasks?name=fif*&limit=2&after={first.Text("next")}")));
        var last = await api.Http.GetJsonAsync($"/api/v1/tasks?name=fif*&limit=2&offset=2&after={first.Text("next")}");
        Assert.Equal(fifths[4..], Ids(last));
        Assert.Equal((5, ""), (last.GetProperty("total").GetInt32(), last.Text("next")));
    }

    [Fact]
    public async Task A_list_may_begin_with_the_oldest()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await api.Cluster.DeployAsync(Echo);
        var submitted = new List<string>();
        for (var i = 0; i < 5; i++) submitted.Add(await SubmitAsync(api, app, "any"));
        var first = await api.Http.GetJsonAsync("/api/v1/tasks?order=oldest&limit=3");
        Assert.Equal(submitted[..3], Ids(first));
        Assert.Equal(submitted[3..], Ids(await api.Http.GetJsonAsync($"/api/v1/tasks?order=oldest&limit=3&after={first.Text("next")}")));
    }

    [Theory]
    [InlineData("order=best")]
    [InlineData("after=0")]
    [InlineData("after=x")]
    [InlineData("limit=-1")]
    [InlineData("offset=1.5")]
    public async Task A_page_that_cannot_be_is_refused(string query)
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var problem = await api.Http.GetJsonAsync($"/api/v1/tasks?{query}");
        Assert.Equal((400, query.Split('=')[0]), (problem.GetProperty("status").GetInt32(), problem.Text("field")));
    }
}
