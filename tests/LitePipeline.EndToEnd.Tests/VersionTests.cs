using System.Security.Cryptography;

namespace LitePipeline.EndToEnd.Tests;

public class VersionTests
{
    private static string Says(string word) => ProcessCluster.OnlyAction($"sh -c 'echo {word}'");

    [Fact]
    public async Task An_application_is_updated_as_a_zip_put_back_downloaded_and_deleted()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var first = await cluster.PackAsync("says", Says("one"));
        var app = (await cluster.AskAsync("app", "create", "-f", first, "-n", "says", "-d", "the first")).GetProperty("app_id").GetString()!;
        await RunsAsync(cluster, app, "one");

        await File.WriteAllTextAsync(cluster.In("says-source/says/configuration.json"), Says("two"));
        await cluster.MustAsync("litepipeline", "pack", "says-source/says", "-o", "second.zip");
        await cluster.AskAsync("app", "update", "-a", app, "-f", cluster.In("second.zip"), "-d", "the second");
        await RunsAsync(cluster, app, "two");

        var history = (await cluster.AskAsync("app_history", "list", "-a", app)).GetProperty("app_histories").EnumerateArray().ToArray();
        Assert.Equal(["the second", "the first"], history.Select(row => row.GetProperty("description").GetString()));
        await cluster.AskAsync("app_history", "activate", "-a", app, "-H", history[1].GetProperty("id").GetRawText());
        await RunsAsync(cluster, app, "one");

        Assert.Contains($"./{app}.tar.gz", (await cluster.RunAsync("app", "download", "-a", app)).Printed, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(cluster.In($"{app}.tar.gz")));
        var sha1 = history[0].GetProperty("sha1").GetString()!;
        Assert.Contains($"./{app}.zip", (await cluster.RunAsync("app", "download", "-a", app, "-s", sha1)).Printed, StringComparison.Ordinal);
        // What versions are known by, in the original as here.
#pragma warning disable CA5350
        Assert.Equal(sha1, Convert.ToHexStringLower(SHA1.HashData(await File.ReadAllBytesAsync(cluster.In($"{app}.zip")))));
#pragma warning restore CA5350

        await cluster.AskAsync("app_history", "delete", "-a", app, "-H", history[0].GetProperty("id").GetRawText());
        Assert.Equal(1, (await cluster.AskAsync("app_history", "list", "-a", app)).GetProperty("total").GetInt32());
        await cluster.AskAsync("app", "delete", "-a", app);
        var (code, printed) = await cluster.RunAsync("task", "run", "-a", app, "-n", "job");
        Assert.True(code == 1 && printed.Contains("AppNotExists", StringComparison.Ordinal), printed);
    }

    private static async Task RunsAsync(ProcessCluster cluster, string app, string word)
    {
        var (code, printed) = await cluster.RunAsync("task", "run", "-a", app, "-n", "job");
        Assert.True(code == 0 && printed.Contains($"only | {word}", StringComparison.Ordinal), printed);
    }
}
