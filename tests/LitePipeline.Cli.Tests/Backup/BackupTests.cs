using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LitePipeline.Cli.Tests.Backup;

public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public async Task A_running_manager_is_backed_up_and_goes_on_elsewhere_as_it_was()
    {
        string app, before;
        using (var up = await UpAsync("up"))
        {
            var address = Address(up);
            app = await DeployAsync(address);
            before = (await TaskAsync(address, app, "before")).ToString();
            // Whoever submits meanwhile is not held up, and the copy is of one moment.
            using var stop = new CancellationTokenSource();
            var submitting = Task.Run(async () =>
            {
                var count = 0;
                while (!stop.IsCancellationRequested) count += (await Ran.ToolAsync(address, "task", "create", "-a", app, "-n", "meanwhile")).ExitCode == 0 ? 1 : 0;
                return count;
            });
            var made = (await Ran.ToolAsync("backup", "--data", In("up"), "-o", In("backup.tar.gz"))).Good;
            Assert.Contains("the database and 1 packages", made, StringComparison.Ordinal);
            await stop.CancelAsync();
            Assert.NotEqual(0, await submitting);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("backup.tar.gz")));
        }

        Assert.Contains("with 1 packages", (await Ran.ToolAsync("restore", In("backup.tar.gz"), "--data", In("restored"))).Good, StringComparison.Ordinal);
        using var again = await UpAsync("restored");
        var tasks = JsonElement.Parse((await Ran.ToolAsync(Address(again), "task", "list", "-t", before, "--json")).Good);
        Assert.Equal("success", tasks.GetProperty("tasks")[0].GetProperty("status").GetString());
        await TaskAsync(Address(again), app, "after");
    }

    [Fact]
    public async Task A_backup_that_is_not_whole_or_holds_something_else_is_refused_and_writes_nothing()
    {
        using (await UpAsync("up")) _ = (await Ran.ToolAsync("backup", "--data", In("up"), "-o", In("good.tar.gz"))).Good;
        var good = await File.ReadAllBytesAsync(In("good.tar.gz"));
        await File.WriteAllBytesAsync(In("cut.tar.gz"), good[..^200]);
        await RefusedAsync("cut.tar.gz", "cannot be restored");
        var entries = await EntriesAsync(good);
        await WriteAsync("listless.tar.gz", entries.Where(entry => entry.Name != "backup.json"));
        await RefusedAsync("listless.tar.gz", "its list at the end is missing");
        await WriteAsync("other.tar.gz", entries.Select(entry => entry.Name == "manager.db" ? (entry.Name, [.. entry.Content[..^1], (byte)(entry.Content[^1] ^ 1)]) : entry));
        await RefusedAsync("other.tar.gz", "manager.db is not what it was");
        foreach (var evil in new[] { "../evil", "/tmp/evil", "packages/../../evil", "keys/../evil", "packages/aa/bb/evil.pkg" })
        {
            await WriteAsync("evil.tar.gz", [(evil, Encoding.UTF8.GetBytes("x")), .. entries]);
            await RefusedAsync("evil.tar.gz", "which is no part of a backup");
        }
        Assert.False(File.Exists(In("evil")));
    }

    [Fact]
    public async Task Nothing_is_written_over_and_what_is_no_data_is_told_so()
    {
        using (await UpAsync("up")) _ = (await Ran.ToolAsync("backup", "--data", In("up"), "-o", In("backup.tar.gz"))).Good;
        Assert.Contains("is not written over", (await Ran.ToolAsync("backup", "--data", In("up"), "-o", In("backup.tar.gz"))).Error);
        Assert.Contains("is not written over", (await Ran.ToolAsync("restore", In("backup.tar.gz"), "--data", In("up"))).Error);
        Assert.Contains("is no data folder of a manager", (await Ran.ToolAsync("backup", "--data", _folder.FullName)).Error);
        Assert.Equal(2, (await Ran.ToolAsync("backup")).ExitCode);
        // By the file that the manager runs from.
        await File.WriteAllTextAsync(In("manager.yml"), "data_path: up\n");
        Assert.Contains("the database and 0 packages", (await Ran.ToolAsync("backup", "-c", In("manager.yml"), "-o", In("second.tar.gz"))).Good);
    }

    private async Task RefusedAsync(string file, string why)
    {
        var ran = await Ran.ToolAsync("restore", In(file), "--data", In("nothing"));
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(why, ran.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.GetDirectories("nothing*"));
    }

    private Task<ToolProcess> UpAsync(string folder) =>
        ToolProcess.Start(_folder.FullName, "up", "--data", In(folder), "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0", "--slots", "1").UntilAsync("LitePipeline is ready");

    private static string Address(ToolProcess up) => Regex.Match(up.Output, @"127\.0\.0\.1:\d+").Value;

    private async Task<string> DeployAsync(string address)
    {
        Directory.CreateDirectory(In("app"));
        await File.WriteAllTextAsync(In("app/configuration.json"), """{"actions": [{"name": "first", "main": "sh -c 'echo it runs'"}], "output_action": "first"}""");
        _ = (await Ran.ToolAsync("pack", In("app"), "-o", In("app.zip"))).Good;
        return JsonElement.Parse((await Ran.ToolAsync(address, "app", "create", "-f", In("app.zip"), "-n", "a", "--json")).Good).GetProperty("app_id").GetString()!;
    }

    private static async Task<string> TaskAsync(string address, string app, string name)
    {
        var ran = await Ran.ToolAsync(address, "task", "run", "-a", app, "-n", name, "--json");
        Assert.True(ran.ExitCode == 0, ran.Error);
        return JsonElement.Parse((await Ran.ToolAsync(address, "task", "list", "-n", name, "--json")).Good).GetProperty("tasks")[0].GetProperty("task_id").GetString()!;
    }

    private static async Task<List<(string Name, byte[] Content)>> EntriesAsync(byte[] backup)
    {
        var entries = new List<(string, byte[])>();
        await using var tar = new TarReader(new GZipStream(new MemoryStream(backup), CompressionMode.Decompress));
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } data) await data.CopyToAsync(content);
            entries.Add((entry.Name, content.ToArray()));
        }
        return entries;
    }

    private async Task WriteAsync(string file, IEnumerable<(string Name, byte[] Content)> entries)
    {
        await using var tar = new TarWriter(new GZipStream(File.Create(In(file)), CompressionLevel.Fastest));
        foreach (var (name, content) in entries) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }
}
