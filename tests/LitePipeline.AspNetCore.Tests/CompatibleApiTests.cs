using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LitePipeline.Core.Definitions;

namespace LitePipeline.AspNetCore.Tests;

public class CompatibleApiTests
{
    private static readonly ApplicationDefinition Echo = new()
    {
        Actions = [new ActionDefinition { Name = "echo", Main = "echo hello" }],
        OutputAction = "echo",
    };

    private static async Task<JsonElement> GetAsync(ApiHost api, string route) =>
        await api.Http.GetFromJsonAsync<JsonElement>(new Uri(route, UriKind.Relative));

    private static string AppId(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("app_id").GetString()!;

    private static async Task<JsonElement> RunAsync(ApiHost api, string app)
    {
        using var created = await api.Http.PostAsJsonAsync(new Uri("/task/create", UriKind.Relative), new { task_name = "t", app_id = app, input_data = new { x = 1 } });
        var task = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("task_id").GetString();
        await GetAsync(api, $"/api/v1/tasks/{task}/wait");
        return await GetAsync(api, $"/task/info?task_id={task}");
    }

    [Fact]
    public async Task An_application_is_created_listed_described_downloaded_and_deleted()
    {
        await using var api = await ApiHost.StartAsync();
        var package = await ApiHost.PackAsync(Echo);
        var app = AppId(await api.UploadAsync(package));
        var list = await GetAsync(api, "/app/list?name=an*");
        Assert.Equal(("ok", 1, app), (list.GetProperty("result").GetString(), list.GetProperty("total").GetInt32(), list.GetProperty("apps")[0].GetProperty("application_id").GetString()));
        var info = await GetAsync(api, $"/app/info?app_id={app}&config=true");
        Assert.Equal("echo", info.GetProperty("app_config").GetProperty("output_action").GetString());
        using var download = await api.Http.GetAsync(new Uri($"/app/download?app_id={app}", UriKind.Relative));
        Assert.Equal($"{app}.tar.gz", download.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(package, await download.Content.ReadAsByteArrayAsync());
        using var deleted = await api.Http.DeleteAsync(new Uri($"/app/delete?app_id={app}", UriKind.Relative));
        Assert.Equal("""{"result":"ok"}""", await deleted.Content.ReadAsStringAsync());
        Assert.Equal("AppNotExists", (await GetAsync(api, $"/app/info?app_id={app}")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_task_runs_and_its_info_has_the_originals_fields()
    {
        await using var api = await ApiHost.StartAsync();
        var info = (await RunAsync(api, AppId(await api.UploadAsync(await ApiHost.PackAsync(Echo))))).GetProperty("task_info");
        Assert.Equal(("finished", "success"), (info.GetProperty("stage").GetString(), info.GetProperty("status").GetString()));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$", info.GetProperty("create_at").GetString());
        var echo = info.GetProperty("result").GetProperty("echo");
        Assert.Equal(0, echo.GetProperty("returncode").GetInt32());
        foreach (var field in new[] { "name", "task_id", "result", "stage", "status", "node_id", "start_at", "end_at", "returncode" }) Assert.True(echo.TryGetProperty(field, out _), field);
        var task = info.GetProperty("task_id").GetString();
        Assert.Equal("hello", (await api.Http.GetStringAsync(new Uri($"/api/v1/tasks/{task}/actions/echo/log", UriKind.Relative))).Split(' ')[0]);
        var workspace = await api.Http.GetByteArrayAsync(new Uri($"/workspace/download?task_id={task}&name=echo", UriKind.Relative));
        Assert.Equal([0x1f, 0x8b], workspace[..2]);
    }

    [Fact]
    public async Task A_stopped_task_ends_with_kill()
    {
        await using var api = await ApiHost.StartAsync();
        var sleeper = Echo with { Actions = [new ActionDefinition { Name = "echo", Main = "bash -c 'sleep 100'" }] };
        var app = AppId(await api.UploadAsync(await ApiHost.PackAsync(sleeper)));
        using var created = await api.Http.PostAsJsonAsync(new Uri("/task/create", UriKind.Relative), new { task_name = "t", app_id = app });
        var task = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("task_id").GetString();
        using var stopped = await api.Http.PutAsJsonAsync(new Uri("/task/stop", UriKind.Relative), new { task_id = task, signal = -9 });
        Assert.Equal("""{"result":"ok"}""", await stopped.Content.ReadAsStringAsync());
        var ended = await GetAsync(api, $"/api/v1/tasks/{task}/wait");
        Assert.Equal("kill", ended.GetProperty("task").GetProperty("state").GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_cluster_is_described()
    {
        await using var api = await ApiHost.StartAsync(o => o.Nodes = 2);
        var info = (await GetAsync(api, "/cluster/info?include=manager,nodes,actions")).GetProperty("info");
        Assert.Equal(2, info.GetProperty("number_of_nodes").GetInt32());
        Assert.Equal(4, info.GetProperty("manager").GetProperty("total_action_slots").GetInt32());
        Assert.Equal(0, info.GetProperty("actions").GetProperty("running").GetArrayLength());
        Assert.Equal("LitePipeline manager service", (await GetAsync(api, "/")).GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/task/info", "InvalidParameters", "task_id")]
    [InlineData("/task/info?task_id=7", "InvalidParameters", "task_id")]
    [InlineData("/task/info?task_id=6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", "TaskNotExists", "task_id")]
    [InlineData("/app/info?app_id=6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", "AppNotExists", "app_id")]
    [InlineData("/task/list?limit=x", "InvalidParameters", "limit")]
    [InlineData("/task/list?stage=asleep", "InvalidParameters", "stage")]
    public async Task A_refusal_has_the_errors_name_and_the_field(string route, string error, string field)
    {
        await using var api = await ApiHost.StartAsync(o => o.Nodes = 0);
        var answer = await GetAsync(api, route);
        Assert.Equal((error, field), (answer.GetProperty("result").GetString(), answer.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_bad_upload_is_refused_and_leaves_no_trace()
    {
        await using var api = await ApiHost.StartAsync(o => o.Nodes = 0);
        Assert.Contains("AppWrongFormat", await api.UploadAsync([1, 2, 3]));
        Assert.Contains("AppWrongFormat", await api.UploadAsync([1, 2, 3], "app.rar"));
        Assert.Equal(0, (await GetAsync(api, "/app/list")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_workspace_that_is_gone_is_told_before_its_download()
    {
        await using var api = await ApiHost.StartAsync();
        var task = (await api.Cluster.RunAsync(await api.Cluster.DeployAsync(Echo))).Task.Id.ToString();
        var pack = new { task_id = task, name = Echo.Actions[0].Name };
        Assert.Equal("ok", (await api.Http.SendJsonAsync(HttpMethod.Put, "/workspace/pack", pack)).Text("result"));
        Assert.Equal("ok", (await api.Http.SendJsonAsync(HttpMethod.Put, "/workspace/delete", new { task_ids = new[] { task } })).Text("result"));
        await LitePipeline.TestCluster.LitePipelineTestCluster.UntilAsync(
            async () => (await api.Http.SendJsonAsync(HttpMethod.Put, "/workspace/pack", pack)).Text("result") == "OperationFailed", "the node has deleted it");
    }

    [Fact]
    public async Task Our_own_routes_answer_with_problem_details()
    {
        await using var api = await ApiHost.StartAsync(o => o.Nodes = 0);
        using var answer = await api.Http.GetAsync(new Uri("/api/v1/tasks/6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Events_are_streamed()
    {
        await using var api = await ApiHost.StartAsync();
        var app = AppId(await api.UploadAsync(await ApiHost.PackAsync(Echo)));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var events = new StreamReader(await api.Http.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative), limit.Token));
        Assert.Equal("event: subscribed", await events.ReadLineAsync(limit.Token));
        await RunAsync(api, app);
        var seen = "";
        while (!seen.Contains("task_finished", StringComparison.Ordinal)) seen += await events.ReadLineAsync(limit.Token);
        Assert.Contains("action_started", seen);
    }
}
