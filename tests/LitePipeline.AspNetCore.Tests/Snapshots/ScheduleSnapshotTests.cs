using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;

namespace LitePipeline.AspNetCore.Tests.Snapshots;

/// <summary>Each answer about schedules and services, whole, on both sets of routes.</summary>
public class ScheduleSnapshotTests
{
    private const string Unknown = "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    private static async Task<string> ListedIdAsync(Stage stage, string route, string list, string field) =>
        (await stage.Api.Http.GetJsonAsync(route)).GetProperty(list)[0].Text(field);

    [Fact]
    public async Task The_originals_routes_of_schedules()
    {
        await using var stage = await Stage.SetAsync();
        var app = await stage.AppAsync();
        await Answer.MatchAsync("schedule_create", stage.PostAsync("/schedule/create", new
        {
            schedule_name = "nightly", source = "application", source_id = app, input_data = new { month = 3 }, minute = 30, hour = 2, day_of_month = -1, day_of_week = -1, enable = false,
        }));
        var id = await ListedIdAsync(stage, "/schedule/list", "schedules", "schedule_id");
        await Answer.MatchAsync("schedule_info", stage.GetAsync($"/schedule/info?schedule_id={id}"));
        // As the original's tool sends it: the input is text.
        await Answer.MatchAsync("schedule_update", stage.PutAsync("/schedule/update", new { schedule_id = id, input_data = "{\"month\": 4}", day_of_week = 7, enable = true }));
        await Answer.MatchAsync("schedule_info_enabled", stage.GetAsync($"/schedule/info?schedule_id={id}"));
        await Answer.MatchAsync("schedule_update_cron", stage.PutAsync("/schedule/update", new { schedule_id = id, cron = "0 3 * * 1-5", time_zone = "Europe/Berlin", missed = "run_all", overlap = "queue", start_at = "2020-01-01T00:00:00Z" }));
        await Answer.MatchAsync("schedule_list", stage.GetAsync($"/schedule/list?source_id={app}&name=night*&enable=true"));
        await Answer.MatchAsync("schedule_update_bad_minute", stage.PutAsync("/schedule/update", new { schedule_id = id, cron = (string?)null, minute = 60 }));
        await Answer.MatchAsync("schedule_update_bad_cron", stage.PutAsync("/schedule/update", new { schedule_id = id, cron = "every day" }));
        await Answer.MatchAsync("schedule_create_no_source", stage.PostAsync("/schedule/create", new { schedule_name = "nightly", source = "workflow", source_id = Unknown }));
        await Answer.MatchAsync("schedule_update_refused", stage.PutAsync("/schedule/update", new { schedule_id = Unknown, minute = 1 }));
        await Answer.MatchAsync("schedule_delete", stage.DeleteAsync($"/schedule/delete?schedule_id={id}"));
        await Answer.MatchAsync("schedule_info_refused", stage.GetAsync($"/schedule/info?schedule_id={id}"));
    }

    [Fact]
    public async Task The_originals_routes_of_services()
    {
        await using var stage = await Stage.SetAsync();
        var app = await stage.AppAsync();
        await Answer.MatchAsync("service_create", stage.PostAsync("/service/create", new { name = "web", app_id = app, description = "Serves", input_data = new { port = 1 }, enable = false }));
        var id = await ListedIdAsync(stage, "/service/list", "services", "service_id");
        await Answer.MatchAsync("service_info", stage.GetAsync($"/service/info?service_id={id}"));
        await Answer.MatchAsync("service_update", stage.PutAsync("/service/update", new { service_id = id, name = "site", input_data = "{\"port\": 2}", enable = true }));
        await stage.HeldAsync();
        await LitePipelineTestCluster.UntilAsync(async () => (await stage.Api.Cluster.Manager.GetServiceAsync(new ServiceId(Guid.Parse(id)))).State.Stage == RunStage.Running, "the service runs");
        await Answer.MatchAsync("service_info_running", stage.GetAsync($"/service/info?service_id={id}"));
        await Answer.MatchAsync("service_list", stage.GetAsync($"/service/list?app_id={app}&name=s*&enable=true"));
        await Answer.MatchAsync("service_update_disable", stage.PutAsync("/service/update", new { service_id = id, enable = false, signal = -15 }));
        await LitePipelineTestCluster.UntilAsync(async () => (await stage.Api.Cluster.Manager.GetServiceAsync(new ServiceId(Guid.Parse(id)))).State.Stage == RunStage.Finished, "the service has ended");
        await Answer.MatchAsync("service_info_disabled", stage.GetAsync($"/service/info?service_id={id}"));
        await Answer.MatchAsync("service_create_no_app", stage.PostAsync("/service/create", new { name = "web", app_id = Unknown }));
        await Answer.MatchAsync("service_update_refused", stage.PutAsync("/service/update", new { service_id = Unknown, name = "x" }));
        await Answer.MatchAsync("service_delete", stage.DeleteAsync($"/service/delete?service_id={id}"));
        await Answer.MatchAsync("service_info_refused", stage.GetAsync($"/service/info?service_id={id}"));
    }

    [Fact]
    public async Task Our_own_routes()
    {
        await using var stage = await Stage.SetAsync();
        var app = await stage.AppAsync();
        await Answer.MatchAsync("v1_schedule_create", stage.PostAsync("/api/v1/schedules", new { name = "nightly", source = "application", source_id = app, timing = new { cron = "0 3 * * *", time_zone = "UTC" }, missed = "skip", enabled = true }));
        var schedule = await ListedIdAsync(stage, "/api/v1/schedules", "items", "id");
        using (var change = await stage.Api.Http.AskAsync(HttpMethod.Patch, $"/api/v1/schedules/{schedule}", new { timing = new { time_zone = "Europe/Berlin" }, overlap = "skip" }))
            await Answer.MatchAsync("v1_schedule_change", Task.FromResult(change));
        await Answer.MatchAsync("v1_schedule", stage.GetAsync($"/api/v1/schedules/{schedule}"));
        await Answer.MatchAsync("v1_schedule_replace", stage.PutAsync($"/api/v1/schedules/{schedule}", new { name = "weekly", source = "application", source_id = app, timing = new { day_of_week = 1 } }));
        await Answer.MatchAsync("v1_schedule_list", stage.GetAsync("/api/v1/schedules?enabled=false&limit=1"));
        await Answer.MatchAsync("v1_schedule_refused", stage.PutAsync($"/api/v1/schedules/{schedule}", new { name = "weekly", source = "application", source_id = app, timing = new { minute = 61 } }));
        await Answer.MatchAsync("v1_schedule_delete", stage.DeleteAsync($"/api/v1/schedules/{schedule}"));
        await Answer.MatchAsync("v1_schedule_gone", stage.GetAsync($"/api/v1/schedules/{schedule}"));
        await Answer.MatchAsync("v1_service_create", stage.PostAsync("/api/v1/services", new { name = "web", application = app, input = new { port = 1 }, signal = "terminate" }));
        var service = await ListedIdAsync(stage, "/api/v1/services", "items", "id");
        using (var change = await stage.Api.Http.AskAsync(HttpMethod.Patch, $"/api/v1/services/{service}", new { description = "Serves" }))
            await Answer.MatchAsync("v1_service_change", Task.FromResult(change));
        await Answer.MatchAsync("v1_service", stage.GetAsync($"/api/v1/services/{service}"));
        await Answer.MatchAsync("v1_service_replace", stage.PutAsync($"/api/v1/services/{service}", new { name = "site", application = app }));
        await Answer.MatchAsync("v1_service_list", stage.GetAsync($"/api/v1/services?application={app}"));
        await Answer.MatchAsync("v1_service_refused", stage.PutAsync($"/api/v1/services/{service}", new { name = "site", application = Unknown }));
        await Answer.MatchAsync("v1_service_delete", stage.DeleteAsync($"/api/v1/services/{service}"));
        await Answer.MatchAsync("v1_service_gone", stage.GetAsync($"/api/v1/services/{service}"));
    }
}
