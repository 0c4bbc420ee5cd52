using LitePipeline.Core.Definitions;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>Each answer about workflows, works, and tasks that run again, whole, on both sets of routes.</summary>
public class WorkSnapshotTests
{
    private const string Unknown = "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    private static readonly ApplicationDefinition Broken = new() { Actions = [new ActionDefinition { Name = "only", Main = "sh -c 'exit 3'" }], OutputAction = "only" };

    private static object Configuration(Guid first, Guid second) => new
    {
        applications = new object[]
        {
            new { name = "count", app_id = first, condition = Array.Empty<string>() },
            new { name = "report", app_id = second, condition = new[] { "count" } },
        },
    };

    private static async Task<string> ListedIdAsync(Stage stage, string route, string list, string field) =>
        (await stage.Api.Http.GetJsonAsync(route)).GetProperty(list)[0].Text(field);

    [Fact]
    public async Task The_originals_routes_of_workflows_and_works()
    {
        await using var stage = await Stage.SetAsync();
        await stage.EndedTaskAsync();
        var app = await stage.AppAsync();
        await Answer.MatchAsync("workflow_create", stage.PostAsync("/workflow/create", new { name = "monthly", configuration = Configuration(app, app), description = "Reports", enable = false }));
        var workflow = await ListedIdAsync(stage, "/workflow/list", "workflows", "workflow_id");
        await Answer.MatchAsync("work_create_disabled", stage.PostAsync("/work/create", new { name = "march", workflow_id = workflow }));
        await Answer.MatchAsync("workflow_update", stage.PutAsync("/workflow/update", new { workflow_id = workflow, enable = true, name = "", description = "", configuration = new { } }));
        await Answer.MatchAsync("workflow_list", stage.GetAsync("/workflow/list?name=month*"));
        await Answer.MatchAsync("workflow_info", stage.GetAsync($"/workflow/info?workflow_id={workflow}"));
        await Answer.MatchAsync("workflow_create_cycle", stage.PostAsync("/workflow/create", new
        {
            name = "round",
            configuration = new { applications = new[] { new { name = "a", app_id = app, condition = new[] { "b" } }, new { name = "b", app_id = app, condition = new[] { "a" } } } },
        }));
        await Answer.MatchAsync("work_create", stage.PostAsync("/work/create", new { name = "march", workflow_id = workflow, input_data = new { month = 3 } }));
        var work = await ListedIdAsync(stage, "/work/list", "works", "work_id");
        await stage.Api.Cluster.Manager.WaitForWorkAsync(new WorkId(Guid.Parse(work)));
        await Answer.MatchAsync("work_info", stage.GetAsync($"/work/info?work_id={work}"));
        await Answer.MatchAsync("work_list", stage.GetAsync($"/work/list?workflow_id={workflow}&stage=finished&status=success"));
        await Answer.MatchAsync("work_recover_refused", stage.PutAsync("/work/recover", new { work_id = work }));
        await Answer.MatchAsync("work_stop_refused", stage.PutAsync("/work/stop", new { work_id = work }));
        await Answer.MatchAsync("work_rerun", stage.PutAsync("/work/rerun", new { work_id = work }));
        await stage.Api.Cluster.Manager.WaitForWorkAsync(new WorkId(Guid.Parse(work)));
        await Answer.MatchAsync("work_delete", stage.DeleteAsync($"/work/delete?work_id={work}"));
        await Answer.MatchAsync("work_info_refused", stage.GetAsync($"/work/info?work_id={work}"));
        await Answer.MatchAsync("workflow_delete", stage.DeleteAsync($"/workflow/delete?workflow_id={workflow}"));
    }

    [Fact]
    public async Task A_work_that_runs_is_stopped()
    {
        await using var stage = await Stage.SetAsync();
        var app = await stage.AppAsync();
        using var created = await stage.PostAsync("/workflow/create", new { name = "monthly", configuration = Configuration(app, app), enable = true });
        var workflow = await ListedIdAsync(stage, "/workflow/list", "workflows", "workflow_id");
        using var accepted = await stage.PostAsync("/work/create", new { name = "march", workflow_id = workflow });
        var work = await ListedIdAsync(stage, "/work/list", "works", "work_id");
        await stage.HeldAsync();
        await Answer.MatchAsync("work_info_running", stage.GetAsync($"/work/info?work_id={work}"));
        await Answer.MatchAsync("work_rerun_refused", stage.PutAsync("/work/rerun", new { work_id = work }));
        await Answer.MatchAsync("work_delete_refused", stage.DeleteAsync($"/work/delete?work_id={work}"));
        await Answer.MatchAsync("work_stop", stage.PutAsync("/work/stop", new { work_id = work, signal = "-9" }));
        await stage.Api.Cluster.Manager.WaitForWorkAsync(new WorkId(Guid.Parse(work)));
        await Answer.MatchAsync("work_info_stopped", stage.GetAsync($"/work/info?work_id={work}"));
        await Answer.MatchAsync("work_recover", stage.PutAsync("/work/recover", new { work_id = work }));
        stage.LetGo();
        await stage.Api.Cluster.Manager.WaitForWorkAsync(new WorkId(Guid.Parse(work)));
        await Answer.MatchAsync("work_info_recovered", stage.GetAsync($"/work/info?work_id={work}"));
    }

    [Fact]
    public async Task The_originals_routes_of_tasks_that_run_again()
    {
        await using var stage = await Stage.SetAsync();
        var task = await stage.EndedTaskAsync();
        await Answer.MatchAsync("task_recover_refused", stage.PutAsync("/task/recover", new { task_id = task }));
        await Answer.MatchAsync("task_rerun", stage.PutAsync("/task/rerun", new { task_id = task }));
        await stage.EndAsync(task);
        await Answer.MatchAsync("task_info_rerun", stage.GetAsync($"/task/info?task_id={task}"));
        var failed = await stage.EndedTaskAsync(Broken);
        await Answer.MatchAsync("task_recover", stage.PutAsync("/task/recover", new { task_id = failed }));
        await stage.EndAsync(failed);
        await Answer.MatchAsync("task_info_recovered", stage.GetAsync($"/task/info?task_id={failed}"));
    }

    [Fact]
    public async Task Our_own_routes()
    {
        await using var stage = await Stage.SetAsync();
        var task = await stage.EndedTaskAsync();
        var app = await stage.AppAsync();
        await Answer.MatchAsync("v1_task_recover_refused", stage.PostAsync($"/api/v1/tasks/{task}/recover", null));
        await Answer.MatchAsync("v1_task_rerun", stage.PostAsync($"/api/v1/tasks/{task}/rerun", null));
        await Answer.MatchAsync("v1_workflow_create", stage.PostAsync("/api/v1/workflows", new { name = "monthly", configuration = Configuration(app, app) }));
        var workflow = await ListedIdAsync(stage, "/api/v1/workflows", "items", "id");
        await Answer.MatchAsync("v1_work_disabled", stage.PostAsync("/api/v1/works", new { name = "march", workflow }));
        using (var enable = await stage.Api.Http.AskAsync(HttpMethod.Patch, $"/api/v1/workflows/{workflow}", new { enabled = true, description = "Reports" }))
            await Answer.MatchAsync("v1_workflow_update", Task.FromResult(enable));
        await Answer.MatchAsync("v1_workflow", stage.GetAsync($"/api/v1/workflows/{workflow}"));
        await Answer.MatchAsync("v1_workflow_list", stage.GetAsync("/api/v1/workflows?name=m*"));
        await Answer.MatchAsync("v1_workflow_invalid", stage.PostAsync("/api/v1/workflows", new { name = "w", configuration = new { applications = new[] { new { name = "a", app_id = Unknown, condition = new[] { "b" } } } } }));
        await Answer.MatchAsync("v1_work_create", stage.PostAsync("/api/v1/works", new { name = "march", workflow, input = new { month = 3 } }));
        var work = await ListedIdAsync(stage, "/api/v1/works", "items", "id");
        await Answer.MatchAsync("v1_work_wait", stage.GetAsync($"/api/v1/works/{work}/wait?timeout=50"));
        await Answer.MatchAsync("v1_work", stage.GetAsync($"/api/v1/works/{work}"));
        await Answer.MatchAsync("v1_work_list", stage.GetAsync($"/api/v1/works?workflow={workflow}&limit=5"));
        await Answer.MatchAsync("v1_work_steps", stage.PostAsync("/api/v1/steps/query", new { works = new[] { work } }));
        await Answer.MatchAsync("v1_work_tasks", stage.GetAsync($"/api/v1/tasks?work={work}&limit=1"));
        await Answer.MatchAsync("v1_work_stop_refused", stage.PostAsync($"/api/v1/works/{work}/stop?signal=terminate", null));
        await Answer.MatchAsync("v1_work_recover_refused", stage.PostAsync($"/api/v1/works/{work}/recover", null));
        await Answer.MatchAsync("v1_work_rerun", stage.PostAsync($"/api/v1/works/{work}/rerun", null));
        await stage.Api.Cluster.Manager.WaitForWorkAsync(new WorkId(Guid.Parse(work)));
        await Answer.MatchAsync("v1_work_delete", stage.DeleteAsync($"/api/v1/works/{work}"));
        await Answer.MatchAsync("v1_work_gone", stage.GetAsync($"/api/v1/works/{work}"));
        await Answer.MatchAsync("v1_workflow_delete", stage.DeleteAsync($"/api/v1/workflows/{workflow}"));
    }
}
