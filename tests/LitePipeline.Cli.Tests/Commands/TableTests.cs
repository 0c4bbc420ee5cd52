using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Tests.Commands;

/// <summary>What the commands print, against a real manager.</summary>
public class TableTests
{
    [Fact]
    public async Task Applications_are_printed_as_the_original_prints_them()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var package = await tool.PackAsync(("first", "true", []));
        Assert.Equal("""
            # | app_id                               | result | message
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | ok     |        

            """, (await tool.RunAsync("app", "create", "-f", package, "-n", "report", "-d", "it's for tests")).Same);
        var id = await tool.ValueAsync("apps.0.application_id", "app", "list");
        Assert.Equal("""
            # | application_id                       | name   | create_at                  | update_at                 
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | report | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000

            """, (await tool.RunAsync("app", "list", "-n", "rep*", "-a", id)).Same);
        Assert.Equal("""
            # | application_id                       | name   | create_at                  | update_at                  | sha1                                     | description   
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | report | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | 5555555555555555555555555555555555555555 | it's for tests

            """, (await tool.RunAsync("app", "info", "-a", id)).Same);
        Assert.Equal("# | application_id | name | create_at | update_at\n", (await tool.RunAsync("app", "list", "-n", "other")).Good);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("app", "delete", "-a", id)).Good);
    }

    [Fact]
    public async Task Tasks_are_printed_as_the_original_prints_them()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("sums", ("first", "sh -c 'exit 0'", []));
        var task = await tool.ValueAsync("task_id", "task", "create", "-a", app, "-n", "job", "-i", """{"x": 1}""");
        await tool.UntilTaskAsync(task, RunStage.Finished);
        const string Table = """
            # | task_id                              | application_id                       | task_name | create_at                  | start_at                   | end_at                     | stage    | status 
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | job       | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | finished | success

            """;
        Assert.Equal(Table, (await tool.RunAsync("task", "list", "-s", "finished", "-S", "success", "-n", "j*b")).Same);
        Assert.Equal(Table, (await tool.RunAsync("task", "info", "-t", task)).Same);
        Assert.StartsWith("# | task_id    | application_id | task_name | create_at  |", (await tool.RunAsync("-W", "10", "task", "list")).Good);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("workspace", "delete", "-t", task)).Good);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("task", "delete", "-t", task)).Good);
    }

    [Fact]
    public async Task The_cluster_is_two_tables_with_an_empty_line_between()
    {
        await using var tool = await ToolHost.StartAsync();
        var printed = (await tool.RunAsync("cluster", "info")).Good.Split('\n');
        Assert.Matches(@"^# \| http_host \| http_port \| tcp_host  \| tcp_port \| ldfs_http_host \| ldfs_http_port \| version\s+\| data_path   $", printed[0]);
        Assert.Matches(@"^1 \| 127\.0\.0\.1 \| \d+\s+\| 127\.0\.0\.1 \| 6001     \| None           \| None           \| \S+\s+\| /srv/manager$", printed[1]);
        Assert.Equal("", printed[2]);
        Assert.Matches(@"^# \| node_id\s+\| http_host \| http_port \| action_slots \| version\s+\| data_path$", printed[3]);
        Assert.Equal(6, printed.Length);
    }

    [Fact]
    public async Task Raw_answers_have_sorted_keys_and_json_is_one_line()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var app = await tool.DeployAsync("größe", ("first", "true", []));
        Assert.Equal("""
            {
                "app_info": {
                    "application_id": "iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii",
                    "create_at": "2026-01-01 00:00:00.000000",
                    "description": "what gr\u00f6\u00dfe is for",
                    "id": 1,
                    "name": "gr\u00f6\u00dfe",
                    "sha1": "5555555555555555555555555555555555555555",
                    "update_at": "2026-01-01 00:00:00.000000"
                },
                "result": "ok"
            }

            """, (await tool.RunAsync("app", "info", "-a", app, "-r")).Same);
        Assert.Matches("^\\{\"app_info\":\\{.*\"name\":\"größe\".*\\}\n$", (await tool.RunAsync("app", "info", "-a", app, "--json")).Good);
    }

    [Fact]
    public async Task A_command_sends_what_its_flags_say()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var app = await tool.DeployAsync("a", ("first", "true", []));
        var input = Path.Combine(tool.Folder, "input.json");
        await File.WriteAllTextAsync(input, """{"from": "a file"}""");
        var first = await tool.ValueAsync("task_id", "task", "create", "-a", app, "-n", "one", "-i", "@" + input, "--priority", "-5");
        var second = await tool.ValueAsync("task_id", "task", "create", "-a", app, "-n", "two");
        Assert.Equal("""{"from": "a file"}""", await tool.ValueAsync("task_info.input_data", "task", "info", "-t", first), ignoreAllWhiteSpace: true);
        Assert.Equal("{}", await tool.ValueAsync("task_info.input_data", "task", "info", "-t", second));
        Assert.Equal(-5, (await tool.Cluster.Manager.GetTaskAsync(new(Guid.Parse(first)))).Task.Priority);
        Assert.Equal(second, await tool.ValueAsync("tasks.0.task_id", "task", "list", "-o", "0", "-l", "1"));
        Assert.Equal(first, await tool.ValueAsync("tasks.0.task_id", "task", "list", "-o", "1", "-l", "1"));
        Assert.Equal(first, await tool.ValueAsync("tasks.0.task_id", "task", "list", "-t", first));
        Assert.Equal("0", await tool.ValueAsync("total", "task", "list", "-w", first));
    }
}
