using System.Net;
using System.Text;

namespace LitePipeline.AspNetCore.Tests.Compatible;

/// <summary>What is wrong is told by the original's names, at HTTP 200, with the field and what to do.</summary>
public class RefusalTests(EmptyApi api) : IClassFixture<EmptyApi>
{
    private const string Unknown = "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    [Theory]
    [InlineData("GET", "/app/info", null, "InvalidParameters", "app_id")]
    [InlineData("GET", "/app/info?app_id=7", null, "InvalidParameters", "app_id")]
    [InlineData("GET", $"/app/info?app_id={Unknown}", null, "AppNotExists", "app_id")]
    [InlineData("GET", $"/app/info?app_id={Unknown}&config=maybe", null, "InvalidParameters", "config")]
    [InlineData("GET", "/app/list?limit=x", null, "InvalidParameters", "limit")]
    [InlineData("GET", "/app/list?id=x", null, "InvalidParameters", "id")]
    [InlineData("DELETE", "/app/delete", null, "InvalidParameters", "app_id")]
    [InlineData("DELETE", $"/app/delete?app_id={Unknown}", null, "AppNotExists", "app_id")]
    [InlineData("GET", $"/app/history/list?app_id={Unknown}", null, "AppNotExists", "app_id")]
    [InlineData("GET", $"/app/history/info?app_id={Unknown}", null, "InvalidParameters", "history_id")]
    [InlineData("GET", $"/app/history/info?app_id={Unknown}&history_id=-1", null, "InvalidParameters", "history_id")]
    [InlineData("PUT", "/app/history/activate", """{"history_id": 1}""", "InvalidParameters", "app_id")]
    [InlineData("PUT", "/app/history/activate", $$"""{"app_id": "{{Unknown}}", "history_id": {} }""", "InvalidParameters", "history_id")]
    [InlineData("DELETE", $"/app/history/delete?app_id={Unknown}", null, "InvalidParameters", "history_id")]
    [InlineData("GET", "/venv/info", null, "InvalidParameters", "venv_id")]
    [InlineData("GET", "/venv/history/list?venv_id=x", null, "InvalidParameters", "venv_id")]
    [InlineData("POST", "/task/create", "", "InvalidParameters", null)]
    [InlineData("POST", "/task/create", "[1]", "InvalidParameters", null)]
    [InlineData("POST", "/task/create", "{", "InvalidParameters", null)]
    [InlineData("POST", "/task/create", $$"""{"app_id": "{{Unknown}}"}""", "InvalidParameters", "task_name")]
    [InlineData("POST", "/task/create", """{"task_name": "t"}""", "InvalidParameters", "app_id")]
    [InlineData("POST", "/task/create", $$"""{"task_name": "t", "app_id": "{{Unknown}}", "input_data": [1]}""", "InvalidParameters", "input_data")]
    [InlineData("POST", "/task/create", $$"""{"task_name": "t", "app_id": "{{Unknown}}", "priority": "high"}""", "InvalidParameters", "priority")]
    [InlineData("POST", "/task/create", $$"""{"task_name": "t", "app_id": "{{Unknown}}", "priority": 5000}""", "InvalidParameters", "priority")]
    [InlineData("POST", "/task/create", $$"""{"task_name": "t", "app_id": "{{Unknown}}"}""", "AppNotExists", "app_id")]
    [InlineData("GET", "/task/list?stage=asleep", null, "InvalidParameters", "stage")]
    [InlineData("GET", "/task/list?status=fine", null, "InvalidParameters", "status")]
    [InlineData("GET", "/task/list?work_id=x", null, "InvalidParameters", "work_id")]
    [InlineData("GET", $"/task/info?task_id={Unknown}", null, "TaskNotExists", "task_id")]
    [InlineData("DELETE", $"/task/delete?task_id={Unknown}", null, "TaskNotExists", "task_id")]
    [InlineData("PUT", "/task/rerun", "{}", "InvalidParameters", "task_id")]
    [InlineData("PUT", "/task/rerun", $$"""{"task_id": "{{Unknown}}"}""", "TaskNotExists", "task_id")]
    [InlineData("PUT", "/task/recover", $$"""{"task_id": "{{Unknown}}"}""", "TaskNotExists", "task_id")]
    [InlineData("PUT", "/task/stop", $$"""{"task_id": "{{Unknown}}", "signal": 1}""", "InvalidParameters", "signal")]
    [InlineData("PUT", "/task/stop", $$"""{"task_id": "{{Unknown}}"}""", "TaskNotExists", "task_id")]
    [InlineData("PUT", "/workspace/pack", $$"""{"task_id": "{{Unknown}}"}""", "InvalidParameters", "name")]
    [InlineData("PUT", "/workspace/delete", """{"task_ids": []}""", "InvalidParameters", "task_ids")]
    [InlineData("PUT", "/workspace/delete", """{"task_ids": ["x"]}""", "InvalidParameters", "task_ids[0]")]
    [InlineData("POST", "/workflow/create", """{"configuration": {}}""", "InvalidParameters", "name")]
    [InlineData("POST", "/workflow/create", """{"name": "w", "configuration": [1]}""", "InvalidParameters", "configuration")]
    [InlineData("POST", "/workflow/create", """{"name": "w", "configuration": {"applications": 1}}""", "InvalidParameters", "configuration")]
    [InlineData("POST", "/workflow/create", """{"name": "w", "enable": "perhaps"}""", "InvalidParameters", "enable")]
    [InlineData("PUT", "/workflow/update", """{"name": "w"}""", "InvalidParameters", "workflow_id")]
    [InlineData("PUT", "/workflow/update", $$"""{"workflow_id": "{{Unknown}}", "name": "w"}""", "WorkflowNotExists", "workflow_id")]
    [InlineData("GET", $"/workflow/info?workflow_id={Unknown}", null, "WorkflowNotExists", "workflow_id")]
    [InlineData("DELETE", $"/workflow/delete?workflow_id={Unknown}", null, "WorkflowNotExists", "workflow_id")]
    [InlineData("POST", "/work/create", """{"name": "w"}""", "InvalidParameters", "workflow_id")]
    [InlineData("POST", "/work/create", $$"""{"name": "w", "workflow_id": "{{Unknown}}"}""", "WorkflowNotExists", "workflow_id")]
    [InlineData("POST", "/work/create", $$"""{"name": "w", "workflow_id": "{{Unknown}}", "input_data": "text"}""", "InvalidParameters", "input_data")]
    [InlineData("GET", $"/work/info?work_id={Unknown}", null, "WorkNotExists", "work_id")]
    [InlineData("DELETE", $"/work/delete?work_id={Unknown}", null, "WorkNotExists", "work_id")]
    [InlineData("PUT", "/work/rerun", $$"""{"work_id": "{{Unknown}}"}""", "WorkNotExists", "work_id")]
    [InlineData("PUT", "/work/recover", $$"""{"work_id": "{{Unknown}}"}""", "WorkNotExists", "work_id")]
    [InlineData("PUT", "/work/stop", $$"""{"work_id": "{{Unknown}}", "signal": -2}""", "InvalidParameters", "signal")]
    [InlineData("PUT", "/work/stop", $$"""{"work_id": "{{Unknown}}"}""", "WorkNotExists", "work_id")]
    [InlineData("POST", "/schedule/create", "{}", "InvalidParameters", "schedule_name")]
    [InlineData("POST", "/schedule/create", """{"schedule_name": "s"}""", "InvalidParameters", "source")]
    [InlineData("POST", "/schedule/create", """{"schedule_name": "s", "source": "dream"}""", "InvalidParameters", "source")]
    [InlineData("POST", "/schedule/create", """{"schedule_name": "s", "source": "application"}""", "InvalidParameters", "source_id")]
    [InlineData("POST", "/schedule/create", $$"""{"schedule_name": "s", "source": "workflow", "source_id": "{{Unknown}}", "minute": "x"}""", "InvalidParameters", "minute")]
    [InlineData("POST", "/schedule/create", $$"""{"schedule_name": "s", "source": "workflow", "source_id": "{{Unknown}}", "start_at": "soon"}""", "InvalidParameters", "start_at")]
    [InlineData("POST", "/schedule/create", $$"""{"schedule_name": "s", "source": "workflow", "source_id": "{{Unknown}}", "missed": "all"}""", "InvalidParameters", "missed")]
    [InlineData("PUT", "/schedule/update", """{"minute": 1}""", "InvalidParameters", "schedule_id")]
    [InlineData("PUT", "/schedule/update", $$"""{"schedule_id": "{{Unknown}}"}""", "InvalidParameters", null)]
    [InlineData("GET", "/schedule/list?enable=perhaps", null, "InvalidParameters", "enable")]
    [InlineData("GET", "/schedule/info", null, "InvalidParameters", "schedule_id")]
    [InlineData("POST", "/service/create", """{"name": "s"}""", "InvalidParameters", "app_id")]
    [InlineData("POST", "/service/create", $$"""{"name": "s", "app_id": "{{Unknown}}", "signal": -1}""", "InvalidParameters", "signal")]
    [InlineData("PUT", "/service/update", $$"""{"service_id": "{{Unknown}}"}""", "InvalidParameters", null)]
    [InlineData("GET", "/service/info?service_id=x", null, "InvalidParameters", "service_id")]
    public async Task A_refusal_names_the_error_the_field_and_what_to_do(string method, string route, string? body, string error, string? field)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await api.Client.AskAsync(new HttpMethod(method), route, content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var refused = await Http.ReadAsync(answer);
        Assert.Equal((error, field), (refused.Text("result"), refused.TryGetProperty("field", out var named) ? named.GetString() : null));
        Assert.NotEmpty(refused.Text("message"));
    }

    [Theory]
    [InlineData("/app/download")]
    [InlineData($"/app/download?app_id={Unknown}")]
    [InlineData("/venv/download")]
    [InlineData($"/workspace/download?task_id={Unknown}&name=x")]
    public async Task A_download_that_is_refused_is_no_file(string route)
    {
        using var answer = await api.Client.AskAsync(HttpMethod.Get, route);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.True((await Http.ReadAsync(answer)).TryGetProperty("message", out _));
    }
}
