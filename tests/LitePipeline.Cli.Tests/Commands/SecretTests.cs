namespace LitePipeline.Cli.Tests.Commands;

public class SecretTests
{
    [Fact]
    public async Task A_secret_is_set_from_a_file_listed_used_and_deleted()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.AppAsync("sh -c 'test \"$API_KEY\" = \"two\nlines\" && echo right: $API_KEY'");
        await File.WriteAllTextAsync(tool.In("key"), "two\nlines\n");
        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("secret", "set", "-a", app, "-n", "API_KEY", "-f", tool.In("key"))).Rows.Single());
        var listed = await tool.RunAsync("secret", "list", "-a", app);
        Assert.Equal(["API_KEY", "anyone"], [listed.Rows.Single()[1], listed.Rows.Single()[3]]);
        var ran = await tool.RunAsync("task", "run", "-a", app, "-n", "job");
        Assert.Contains("only | right: ", ran.Error, StringComparison.Ordinal);
        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("secret", "delete", "-a", app, "-n", "API_KEY")).Rows.Single());
        Assert.Empty((await tool.RunAsync("secret", "list", "-a", app)).Rows);
        Assert.Equal(["delete", "set"], (await tool.RunAsync("audit", "list", "-N", "secret")).Rows.Select(row => row[4]));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_and_the_value_is_not_repeated()
    {
        await using var tool = await ToolHost.StartAsync(cluster => cluster.Nodes = 0);
        var app = await tool.AppAsync("true");
        await File.WriteAllTextAsync(tool.In("key"), "canary-7f3a");
        await File.WriteAllBytesAsync(tool.In("binary"), [0xff, 0xfe, 0, 1, 2]);
        await RefusedAsync(ExitCode.Failed, "InvalidParameters (name)", "-a", app, "-n", "A-B", "-f", tool.In("key"));
        await RefusedAsync(ExitCode.Failed, "AppNotExists", "-a", Guid.NewGuid().ToString(), "-n", "KEY", "-f", tool.In("key"));
        await RefusedAsync(ExitCode.Failed, "is not UTF-8 text", "-a", app, "-n", "KEY", "-f", tool.In("binary"));
        await RefusedAsync(ExitCode.Failed, "cannot be read", "-a", app, "-n", "KEY", "-f", tool.In("none"));
        await RefusedAsync(ExitCode.Usage, "--app_id is 'x'", "-a", "x", "-n", "KEY", "-f", tool.In("key"));
        Assert.StartsWith("SecretNotExists (name)", (await tool.RunAsync("secret", "delete", "-a", app, "-n", "KEY")).Error, StringComparison.Ordinal);

        async Task RefusedAsync(int code, string reason, params string[] words)
        {
            var ran = await tool.RunAsync(["secret", "set", .. words]);
            Assert.Equal(code, ran.ExitCode);
            Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", ran.Error + ran.Output, StringComparison.Ordinal);
        }
    }
}
