namespace LitePipeline.Cli.Tests.Commands;

public class ScheduleAndServiceTests
{
    [Fact]
    public async Task Schedules_are_printed_as_the_original_prints_them()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var app = await tool.DeployAsync("report", ("first", "true", []));
        Assert.Equal("""
            # | schedule_id                          | result | message
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | ok     |        

            """, (await tool.RunAsync("schedule", "create", "-a", app, "-n", "nightly", "-i", """{"x": 1}""", "-H", "2", "-m", "30", "-e", "true")).Same);
        var id = await tool.ValueAsync("schedules.0.schedule_id", "schedule", "list");
        const string Table = """
            # | schedule_id                          | source      | source_id                            | schedule_name | create_at                  | update_at                  | hour | minute | day_of_month | day_of_week | enable
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | application | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | nightly       | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | 2    | 30     | -1           | -1          | True  

            """;
        Assert.Equal(Table, (await tool.RunAsync("schedule", "list", "-a", app, "-s", id, "-n", "night*", "-e", "true")).Same);
        Assert.Equal(Table, (await tool.RunAsync("schedule", "info", "-s", id)).Same);
        Assert.Equal("0", await tool.ValueAsync("total", "schedule", "list", "-e", "false"));
        Assert.Equal("0", await tool.ValueAsync("total", "schedule", "list", "-w", id));
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("schedule", "delete", "-s", id)).Good);
    }

    [Fact]
    public async Task An_update_of_a_schedule_changes_what_is_given_and_one_way_of_timing_takes_the_others_place()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var app = await tool.DeployAsync("report", ("first", "true", []));
        var id = await tool.ValueAsync("schedule_id", "schedule", "create", "-a", app, "-n", "nightly", "-i", """{"x":1}""", "-H", "2", "-D", "7");
        Task<string> Value(string field) => tool.ValueAsync($"schedule_info.{field}", "schedule", "info", "-s", id);

        _ = (await tool.RunAsync("schedule", "update", "-s", id, "-n", "weekly", "-m", "15")).Good;
        Assert.Equal(("weekly", "2", "15", "7", """{"x":1}"""), (await Value("schedule_name"), await Value("hour"), await Value("minute"), await Value("day_of_week"), await Value("input_data")));
        _ = (await tool.RunAsync("schedule", "update", "-s", id, "--cron", "0 6 * * 1-5", "--time-zone", "Europe/Berlin", "--missed", "run_all", "--overlap", "queue", "--start-at", "2027-01-01T00:00:00Z", "--end-at", "2028-01-01T00:00:00Z")).Good;
        Assert.Equal(("0 6 * * 1-5", "-1", "-1", "-1", "Europe/Berlin"), (await Value("cron"), await Value("hour"), await Value("minute"), await Value("day_of_week"), await Value("time_zone")));
        Assert.Equal(("run_all", "queue"), (await Value("missed"), await Value("overlap")));
        Assert.StartsWith("2027-01-01", await Value("start_at"));
        _ = (await tool.RunAsync("schedule", "update", "-s", id, "-H", "4")).Good;
        Assert.Equal(("null", "4", "Europe/Berlin"), (await Value("cron"), await Value("hour"), await Value("time_zone")));
        Assert.StartsWith("InvalidParameters (cron): ", (await tool.RunAsync("schedule", "update", "-s", id, "--cron", "never")).Error);
    }

    [Fact]
    public async Task Services_are_printed_as_the_original_prints_them()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var app = await tool.DeployAsync("watcher", ("first", "true", []));
        var id = await tool.ValueAsync("service_id", "service", "create", "-n", "watcher", "-a", app, "-d", "watches", "-i", """{"x":1}""");
        Assert.Equal("""
            # | service_id                           | name    | application_id                       | task_id | create_at                  | update_at                  | stage | status | enable
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | watcher | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii |         | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 |       |        | False 

            """, (await tool.RunAsync("service", "list", "-a", app, "-n", "w*", "-e", "false")).Same);
        _ = (await tool.RunAsync("service", "update", "-s", id, "-e", "true", "-n", "other")).Good;
        Assert.Equal("""
            # | service_id                           | name  | application_id                       | task_id                              | create_at                  | update_at                  | stage   | status | enable
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | other | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | pending |        | True  

            """, (await tool.RunAsync("service", "info", "-s", id)).Same);
        Assert.Equal("""{"x":1}""", await tool.ValueAsync("service_info.input_data", "service", "info", "-s", id));
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("service", "delete", "-s", id)).Good);
    }
}
