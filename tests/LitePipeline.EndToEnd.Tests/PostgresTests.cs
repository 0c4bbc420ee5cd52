using System.Diagnostics;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>A manager whose state is in PostgreSQL, on a server of the test's own, which it may kill.</summary>
public sealed class PostgresTests : IAsyncLifetime
{
    private const int Parts = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-postgres-");

    private string Connection => Path.Combine(_folder.FullName, "connection");

    private string Settings => $"""
        store: postgres
        connection_string_file: {Connection}

        """;

    public async Task InitializeAsync()
    {
        await ServerAsync("start");
        await File.WriteAllTextAsync(Connection, $"Host={_folder.FullName};Username=postgres\n");
    }

    public Task DisposeAsync() => ServerAsync("stop");

    [Fact]
    public async Task Everything_ends_once_though_manager_and_server_are_killed_in_turn_and_goes_on_in_SQLite()
    {
        using var cluster = await ProcessCluster.StartAsync(settings: Settings);
        var app = await cluster.DeployAsync("parts", JsonSerializer.Serialize(new
        {
            actions = Enumerable.Range(0, Parts).Select(part => new { name = $"part-{part}", main = $"python3 -c \"import time; open('{cluster.In("runs")}','a').write('part-{part}\\n'); time.sleep(0.1)\"" }),
            output_action = "part-0",
        }));
        var first = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "first"));
        await ProcessCluster.UntilAsync(() => cluster.Lines("runs").Length >= 5, "five actions have run");
        cluster.KillManager();
        await cluster.StartManagerAsync();
        await ProcessCluster.UntilAsync(() => cluster.Lines("runs").Length >= 15, "fifteen actions have run");
        await ServerAsync("crash");
        var second = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "second"));
        foreach (var task in (TaskId[])[first, second])
        {
            var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(RunStatus.Success, ended.Task.State.Status);
            Assert.All(ended.Actions, action => Assert.Equal(1, action.Attempt));
        }

        Assert.Equal(Enumerable.Range(0, Parts).SelectMany(part => new[] { $"part-{part}", $"part-{part}" }).Order(), cluster.Lines("runs").Order());

        var (code, refused) = await cluster.ProgramAsync("dotnet", ToolProcess.Tool, "store", "copy", "--from", $"postgres:{Connection}", "--to", $"sqlite:{cluster.In("manager")}");
        Assert.True(code == 1 && refused.Contains("belongs to another manager", StringComparison.Ordinal), refused);
        Assert.Contains("pg_dump", (await cluster.ProgramAsync("dotnet", ToolProcess.Tool, "backup", "-c", cluster.In("manager.yml"))).Printed, StringComparison.Ordinal);
        cluster.KillManager();
        var copied = await cluster.MustAsync("dotnet", ToolProcess.Tool, "store", "copy", "--from", $"postgres:{Connection}", "--to", $"sqlite:{cluster.In("manager")}");
        Assert.Contains("read again and the same", copied, StringComparison.Ordinal);
        await File.WriteAllTextAsync(cluster.In("manager.yml"), (await File.ReadAllTextAsync(cluster.In("manager.yml"))).Replace(Settings, "", StringComparison.Ordinal));
        await cluster.StartManagerAsync();
        Assert.True(File.Exists(cluster.In("manager/manager.db")));
        Assert.Equal(RunStatus.Success, (await cluster.Manager.GetTaskAsync(second)).Task.State.Status);
    }

    private async Task ServerAsync(string command)
    {
        using var script = Process.Start(Path.Combine(Repository.Samples, "..", "tests", "postgres.sh"), [command, _folder.FullName]);
        await script.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(0, script.ExitCode);
    }
}
