using LitePipeline.Core.Definitions;

namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>Each answer of the original's routes, whole: a field that is renamed, lost or new is a line in a diff.</summary>
public class CompatibleSnapshotTests
{
    private const string Unknown = "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    private static readonly ApplicationDefinition Broken = new() { Actions = [new ActionDefinition { Name = "only", Main = "sh -c 'echo There is no such month. >&2; exit 3'" }], OutputAction = "only" };

    [Fact]
    public async Task About()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("about", stage.GetAsync("/"));
    }

    [Fact]
    public async Task Applications()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("app_create", stage.UploadAsync("/app/create", Stage.Definition));
        var app = await stage.AppAsync();
        await Answer.MatchAsync("app_list", stage.GetAsync("/app/list?limit=1&offset=0"));
        await Answer.MatchAsync("app_info", stage.GetAsync($"/app/info?app_id={app}"));
        await Answer.MatchAsync("app_info_config", stage.GetAsync($"/app/info?app_id={app}&config=true"));
        await Answer.MatchAsync("app_download", stage.GetAsync($"/app/download?app_id={app}"));
        await Answer.MatchAsync("app_delete", stage.DeleteAsync($"/app/delete?app_id={app}"));
        await Answer.MatchAsync("app_info_refused", stage.GetAsync($"/app/info?app_id={app}"));
        await Answer.MatchAsync("app_download_refused", stage.GetAsync($"/app/download?app_id={app}"));
    }

    [Fact]
    public async Task Refused_applications()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("app_create_no_name", stage.UploadAsync("/app/create", Stage.Definition, name: null));
        await Answer.MatchAsync("app_create_no_archive", stage.UploadAsync("/app/create", Stage.Definition, fileName: "app.zip"));
        await Answer.MatchAsync("app_create_no_form", stage.PostAsync("/app/create", new { name = "x" }));
        var cyclic = Stage.Definition with { Actions = [Stage.Definition.Actions[0] with { Condition = ["second"] }, Stage.Definition.Actions[1]], OutputAction = "third" };
        await Answer.MatchAsync("app_create_bad_configuration", stage.UploadAsync("/app/create", cyclic));
    }

    [Fact]
    public async Task A_task_that_runs()
    {
        await using var stage = await Stage.SetAsync();
        var task = await stage.RunningTaskAsync();
        await Answer.MatchAsync("task_info_running", stage.GetAsync($"/task/info?task_id={task}"));
        await Answer.MatchAsync("cluster_info_running", stage.GetAsync("/cluster/info"));
        await Answer.MatchAsync("cluster_info_actions", stage.GetAsync("/cluster/info?include=actions"));
        await Answer.MatchAsync("task_delete_refused", stage.DeleteAsync($"/task/delete?task_id={task}"));
        await Answer.MatchAsync("workspace_delete_refused", stage.PutAsync("/workspace/delete", new { task_ids = new[] { task } }));
        await Answer.MatchAsync("task_stop", stage.PutAsync("/task/stop", new { task_id = task, signal = -15 }));
        await stage.EndAsync(task);
        await Answer.MatchAsync("task_info_stopped", stage.GetAsync($"/task/info?task_id={task}"));
    }

    [Fact]
    public async Task A_task_that_has_ended()
    {
        await using var stage = await Stage.SetAsync();
        var task = await stage.EndedTaskAsync();
        await Answer.MatchAsync("task_info", stage.GetAsync($"/task/info?task_id={task}"));
        await Answer.MatchAsync("task_list", stage.GetAsync("/task/list?name=mar*&stage=finished&status=success"));
        await Answer.MatchAsync("task_stop_refused", stage.PutAsync("/task/stop", new { task_id = task }));
        await Answer.MatchAsync("workspace_pack", stage.PutAsync("/workspace/pack", new { task_id = task, name = "first", force = true }));
        await Answer.MatchAsync("workspace_pack_refused", stage.PutAsync("/workspace/pack", new { task_id = task, name = "third" }));
        await Answer.MatchAsync("workspace_download_refused", stage.GetAsync($"/workspace/download?task_id={task}&name=third"));
        await Answer.MatchAsync("workspace_delete", stage.PutAsync("/workspace/delete", new { task_ids = new[] { task } }));
        await Answer.MatchAsync("task_delete", stage.DeleteAsync($"/task/delete?task_id={task}"));
        await Answer.MatchAsync("task_info_refused", stage.GetAsync($"/task/info?task_id={task}"));
    }

    [Fact]
    public async Task A_task_that_failed()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("task_info_failed", stage.GetAsync($"/task/info?task_id={await stage.EndedTaskAsync(Broken)}"));
    }

    [Fact]
    public async Task A_workspace_with_files()
    {
        await using var stage = await Stage.SetAsync();
        var process = new ApplicationDefinition { Actions = [new ActionDefinition { Name = "only", Main = "echo hello" }], OutputAction = "only" };
        await Answer.MatchAsync("workspace_download", stage.GetAsync($"/workspace/download?task_id={await stage.EndedTaskAsync(process)}&name=only"));
    }

    [Fact]
    public async Task A_new_task()
    {
        await using var stage = await Stage.SetAsync();
        await Answer.MatchAsync("task_create", stage.PostAsync("/task/create", new { task_name = "march", app_id = await stage.AppAsync() }));
        await Answer.MatchAsync("task_create_no_app", stage.PostAsync("/task/create", new { task_name = "march", app_id = Unknown }));
        await Answer.MatchAsync("task_create_bad_input", stage.PostAsync("/task/create", new { task_name = "march", app_id = Unknown, input_data = "text" }));
        await Answer.MatchAsync("task_create_no_object", stage.PostAsync("/task/create", new[] { 1 }));
    }
}
