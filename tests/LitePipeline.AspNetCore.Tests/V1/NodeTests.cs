using System.Net;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.TestCluster;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>The routes of nodes, and why something waits.</summary>
public class NodeTests
{
    private static async Task<(HttpStatusCode Status, string Code, string Field)> TellAsync(ApiHost api, HttpMethod method, string route)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/nodes/{route}");
        using var answer = await api.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (text.Length == 0) return (answer.StatusCode, "", "");
        var problem = JsonDocument.Parse(text).RootElement;
        return (answer.StatusCode, problem.Text("code"), problem.Text("field"));
    }

    private static async Task<JsonElement> OneNodeAsync(ApiHost api) => (await api.Http.GetJsonAsync("/api/v1/cluster")).GetProperty("nodes").EnumerateArray().Single();

    [Fact]
    public async Task A_node_is_drained_resumed_and_removed_and_what_waits_says_why()
    {
        await using var api = await ApiHost.StartAsync(o => o.ConfigureNode = node => node.Memory = 1L << 30);
        var app = await api.Cluster.DeployAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "a", Main = "true" }], OutputAction = "a" });
        var node = (await OneNodeAsync(api)).GetProperty("description").Text("id");

        Assert.Equal((HttpStatusCode.NoContent, "", ""), await TellAsync(api, HttpMethod.Post, $"{node}/drain"));
        Assert.True((await OneNodeAsync(api)).GetProperty("draining").GetBoolean());
        var task = await api.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "waits"));
        var waiting = (await api.Http.GetJsonAsync($"/task/info?task_id={task}")).GetProperty("task_waiting_info").EnumerateArray().Single();
        // The task has not begun: which action is first is not told.
        Assert.Equal(("", "No connected node can run it: node-0: it is draining."), (waiting.Text("action_name"), waiting.Text("reason")));
        var unplaceable = (await api.Http.GetJsonAsync($"/api/v1/tasks/{task}")).GetProperty("live").GetProperty("unplaceable").EnumerateArray().Single();
        Assert.Equal("No connected node can run it: node-0: it is draining.", unplaceable.Text("unplaceable"));
        Assert.Equal(waiting.Text("reason"), (await api.Http.GetJsonAsync("/cluster/info?include=actions")).GetProperty("info").GetProperty("actions").GetProperty("pending")[0].Text("reason"));

        Assert.Equal((HttpStatusCode.NoContent, "", ""), await TellAsync(api, HttpMethod.Post, $"{node}/resume"));
        await api.Cluster.Manager.WaitForTaskAsync(task);
        Assert.False((await api.Http.GetJsonAsync($"/task/info?task_id={task}")).TryGetProperty("task_waiting_info", out _));

        var before = (await OneNodeAsync(api)).Text("joined_at");
        Assert.Equal((HttpStatusCode.NoContent, "", ""), await TellAsync(api, HttpMethod.Delete, node));
        await LitePipelineTestCluster.UntilAsync(
            async () => (await api.Cluster.Manager.GetClusterAsync()).Nodes is [var back] && back.JoinedAt > DateTimeOffset.Parse(before, null), "it joins again, for its process goes on");
    }

    [Fact]
    public async Task What_asks_for_more_than_any_node_has_says_so_in_its_tasks_info()
    {
        await using var api = await ApiHost.StartAsync(o => o.ConfigureNode = node => node.Memory = 1L << 30);
        var app = await api.Cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "big", Main = "true", Resources = new ResourceDefinition { Memory = 2L << 30 } }], OutputAction = "big",
        });
        var task = await api.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "waits"));
        Assert.Equal("No connected node can run it: node-0: memory 2g > 1g.", (await api.Http.GetJsonAsync($"/task/info?task_id={task}")).GetProperty("task_waiting_info")[0].Text("reason"));
    }

    [Fact]
    public async Task What_is_no_node_is_refused()
    {
        await using var api = await ApiHost.StartAsync(o => o.Nodes = 0);
        foreach (var (method, route) in ((HttpMethod, string)[])[(HttpMethod.Post, "/drain"), (HttpMethod.Post, "/resume"), (HttpMethod.Delete, "")])
        {
            Assert.Equal((HttpStatusCode.NotFound, "NodeNotExists", "id"), await TellAsync(api, method, $"{Guid.NewGuid()}{route}"));
            Assert.Equal((HttpStatusCode.BadRequest, "InvalidParameters", "id"), await TellAsync(api, method, $"first{route}"));
        }
    }
}
