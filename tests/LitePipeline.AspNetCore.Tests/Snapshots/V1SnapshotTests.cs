using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>Each answer of our own routes, whole.</summary>
public class V1SnapshotTests
{
    private const string Unknown = "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    [Fact]
    public async Task Applications()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("v1_application_create", stage.UploadAsync("/api/v1/applications", Stage.Definition));
        var app = await stage.AppAsync();
        await Answer.MatchAsync("v1_application_list", stage.GetAsync("/api/v1/applications?limit=1"));
        await Answer.MatchAsync("v1_application", stage.GetAsync($"/api/v1/applications/{app}"));
        await Answer.MatchAsync("v1_application_package", stage.GetAsync($"/api/v1/applications/{app}/package"));
        await Answer.MatchAsync("v1_application_delete", stage.DeleteAsync($"/api/v1/applications/{app}"));
        await Answer.MatchAsync("v1_application_refused", stage.GetAsync($"/api/v1/applications/{app}"));
        var cyclic = Stage.Definition with { Actions = [Stage.Definition.Actions[0] with { Condition = ["second"] }, Stage.Definition.Actions[1]], OutputAction = "third" };
        await Answer.MatchAsync("v1_application_bad_configuration", stage.UploadAsync("/api/v1/applications", cyclic));
    }

    [Fact]
    public async Task A_task_that_runs()
    {
        await using var stage = await Stage.SetAsync();
        var task = await stage.RunningTaskAsync();
        await Answer.MatchAsync("v1_task_running", stage.GetAsync($"/api/v1/tasks/{task}"));
        await Answer.MatchAsync("v1_task_wait_over", stage.GetAsync($"/api/v1/tasks/{task}/wait?timeout=0"));
        await Answer.MatchAsync("v1_cluster", stage.GetAsync("/api/v1/cluster"));
        await Answer.MatchAsync("v1_task_delete_refused", stage.DeleteAsync($"/api/v1/tasks/{task}"));
        await Answer.MatchAsync("v1_task_stop", stage.PostAsync($"/api/v1/tasks/{task}/stop?signal=terminate", null));
    }

    [Fact]
    public async Task A_task_that_has_ended()
    {
        await using var stage = await Stage.SetAsync();
        var task = await stage.EndedTaskAsync();
        await Answer.MatchAsync("v1_task", stage.GetAsync($"/api/v1/tasks/{task}/wait"));
        await Answer.MatchAsync("v1_task_graph", stage.GetAsync($"/api/v1/tasks/{task}/graph"));
        await Answer.MatchAsync("v1_task_list", stage.GetAsync("/api/v1/tasks?status=success"));
        await Answer.MatchAsync("v1_actions", stage.PostAsync("/api/v1/actions/query", new { tasks = new[] { task }, name = "first" }));
        await Answer.MatchAsync("v1_log_refused", stage.GetAsync($"/api/v1/tasks/{task}/actions/third/log"));
        await Answer.MatchAsync("v1_workspace_refused", stage.GetAsync($"/api/v1/tasks/{task}/actions/third/workspace"));
        await Answer.MatchAsync("v1_workspaces_delete", stage.PostAsync("/api/v1/workspaces/delete", new { tasks = new[] { task, Guid.Parse(Unknown) } }));
        await Answer.MatchAsync("v1_task_delete", stage.DeleteAsync($"/api/v1/tasks/{task}"));
        await Answer.MatchAsync("v1_task_refused", stage.GetAsync($"/api/v1/tasks/{task}"));
    }

    [Fact]
    public async Task Statistics()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var stage = await Stage.SetAsync(time);
        await stage.EndedTaskAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        await Answer.MatchAsync("v1_statistics", stage.GetAsync("/api/v1/statistics"));
        await Answer.MatchAsync("v1_statistics_day", stage.GetAsync("/api/v1/statistics?span=day&since=2026-05-01T12:00:00Z"));
        await Answer.MatchAsync("v1_statistics_unknown_node", stage.GetAsync($"/api/v1/statistics?node={Unknown}"));
        await Answer.MatchAsync("v1_statistics_refused", stage.GetAsync("/api/v1/statistics?span=week"));
    }

    [Fact]
    public async Task A_new_task()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("v1_task_create", stage.PostAsync("/api/v1/tasks", new { name = "march", application = await stage.AppAsync(), input = new { month = 3 } }));
        await Answer.MatchAsync("v1_task_create_no_name", stage.PostAsync("/api/v1/tasks", new { application = Unknown }));
        // Asked before it is sent: who sends on while the refusal comes may find the connection closed.
        var tooLong = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { name = "march", application = Unknown, input = new { x = new string('x', 17 << 20) } }));
        tooLong.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await Answer.MatchAsync("v1_task_create_too_long", stage.Api.Http.AskAsync(HttpMethod.Post, "/api/v1/tasks", tooLong, ("Expect", "100-continue")));
    }

    [Fact]
    public async Task Events()
    {
        await using var stage = await Stage.SetAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var events = new StreamReader(await stage.Api.Http.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative), limit.Token));
        await stage.EndedTaskAsync();
        var told = new List<string>();
        while (!told.LastOrDefault("").Contains("task_finished", StringComparison.Ordinal))
            if (await events.ReadLineAsync(limit.Token) is { Length: > 0 } line) told.Add(line);
        Answer.Match("v1_events", string.Join('\n', told));
    }
}
