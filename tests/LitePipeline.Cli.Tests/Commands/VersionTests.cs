namespace LitePipeline.Cli.Tests.Commands;

/// <summary>Versions of applications and venvs.</summary>
public class VersionTests
{
    [Fact]
    public async Task An_application_is_updated_and_an_older_version_made_current_again()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var app = await tool.DeployAsync("report", ("first", "true", []));
        var first = await tool.ValueAsync("app_info.sha1", "app", "info", "-a", app);
        _ = (await tool.RunAsync("app", "update", "-a", app, "-f", await tool.PackAsync(("first", "false", [])), "-d", "second")).Good;
        _ = (await tool.RunAsync("app", "update", "-a", app, "-n", "renamed")).Good;
        Assert.Equal("renamed", await tool.ValueAsync("app_info.name", "app", "info", "-a", app));
        Assert.NotEqual(first, await tool.ValueAsync("app_info.sha1", "app", "info", "-a", app));
        Assert.Equal("""
            # | id | application_id                       | sha1                                     | create_at                 
            1 | 2  | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | 5555555555555555555555555555555555555555 | 2026-01-01 00:00:00.000000
            2 | 1  | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | 5555555555555555555555555555555555555555 | 2026-01-01 00:00:00.000000

            """, (await tool.RunAsync("app_history", "list", "-a", app)).Same);
        Assert.Equal("""
            # | id | application_id                       | sha1                                     | create_at                  | description
            1 | 2  | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | 5555555555555555555555555555555555555555 | 2026-01-01 00:00:00.000000 | second     

            """, (await tool.RunAsync("app_history", "info", "-a", app, "-H", "2")).Same);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("app_history", "activate", "-a", app, "-H", "1")).Good);
        Assert.Equal(first, await tool.ValueAsync("app_info.sha1", "app", "info", "-a", app));
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("app_history", "delete", "-a", app, "-H", "2")).Good);
        Assert.StartsWith("AppHistoryNotExists", (await tool.RunAsync("app_history", "info", "-a", app, "-H", "2")).Error);
    }

    [Fact]
    public async Task A_venv_is_printed_updated_and_deleted_as_an_application_is()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var folder = Directory.CreateDirectory(tool.In("tools/bin")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "bin/activate"), "VIRTUAL_ENV='/somewhere'\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "pyvenv.cfg"), "home = /usr/bin\n");
        _ = (await Ran.ToolAsync("pack", "--venv", folder, "-o", tool.In("tools.zip"))).Good;
        var venv = await tool.ValueAsync("venv_id", "venv", "create", "-f", tool.In("tools.zip"), "-n", "tools", "-d", "a venv");
        Assert.Equal("""
            # | venv_id                              | name  | create_at                  | update_at                  | sha1                                     | description
            1 | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | tools | 2026-01-01 00:00:00.000000 | 2026-01-01 00:00:00.000000 | 5555555555555555555555555555555555555555 | a venv     

            """, (await tool.RunAsync("venv", "info", "-v", venv)).Same);
        await File.WriteAllTextAsync(Path.Combine(folder, "more"), "");
        _ = (await Ran.ToolAsync("pack", "--venv", folder, "-o", tool.In("tools.zip"))).Good;
        _ = (await tool.RunAsync("venv", "update", "-v", venv, "-f", tool.In("tools.zip"))).Good;
        Assert.Equal("""
            # | id | venv_id                              | sha1                                     | create_at                 
            1 | 2  | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | 5555555555555555555555555555555555555555 | 2026-01-01 00:00:00.000000
            2 | 1  | iiiiiiii-iiii-iiii-iiii-iiiiiiiiiiii | 5555555555555555555555555555555555555555 | 2026-01-01 00:00:00.000000

            """, (await tool.RunAsync("venv_history", "list", "-v", venv, "-o", "0", "-l", "9")).Same);
        _ = (await tool.RunAsync("venv_history", "activate", "-v", venv, "-H", "1")).Good;
        _ = (await tool.RunAsync("venv_history", "delete", "-v", venv, "-H", "2")).Good;
        using var download = ToolProcess.Start(tool.Folder, tool.Address, "venv", "download", "-v", venv);
        Assert.Equal(0, await download.ExitAsync());
        Assert.Equal($"application: ['./{venv}.zip', 'zip']\n", download.Output);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("venv", "delete", "-v", venv)).Good);
        Assert.Equal("0", await tool.ValueAsync("total", "venv", "list"));
    }

    [Fact]
    public async Task A_task_is_rerun_and_recovered_and_an_earlier_attempts_output_read()
    {
        await using var tool = await ToolHost.StartAsync();
        var count = tool.In("count");
        var app = await tool.DeployAsync("flaky", ("first", $"sh -c 'echo x >> {count}; echo run $(wc -l < {count}); test $(wc -l < {count}) -ge 3'", []));
        Assert.Equal(10, (await tool.RunAsync("task", "run", "-a", app, "-n", "job", "-q")).ExitCode);
        var task = await tool.ValueAsync("tasks.0.task_id", "task", "list");
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("task", "recover", "-t", task)).Good);
        Assert.Equal(10, (await tool.RunAsync("task", "watch", "-t", task)).ExitCode);
        Assert.Equal("run 1\n", (await tool.RunAsync("task", "logs", "-t", task, "-n", "first", "--attempt", "1")).Good);
        Assert.Equal("run 2\n", (await tool.RunAsync("task", "logs", "-t", task, "-n", "first")).Good);
        Assert.Equal("# | result | message\n1 | ok     |        \n", (await tool.RunAsync("task", "rerun", "-t", task)).Good);
        Assert.Equal(0, (await tool.RunAsync("task", "watch", "-t", task)).ExitCode);
        Assert.StartsWith("TaskAlreadySuccess", (await tool.RunAsync("task", "recover", "-t", task)).Error);
        Assert.StartsWith("ActionNotRun", (await tool.RunAsync("task", "logs", "-t", task, "-n", "first", "--attempt", "9")).Error);
    }
}
