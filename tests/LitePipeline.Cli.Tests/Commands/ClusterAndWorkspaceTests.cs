using System.Formats.Tar;
using System.IO.Compression;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Cli.Tests.Commands;

// The one class that downloads, which is into the working directory.
public class ClusterAndWorkspaceTests
{
    [Fact]
    public async Task The_cluster_is_described_in_two_tables()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 2);
        var tables = (await tool.RunAsync("cluster", "info")).Output.Split("\n\n");
        Assert.StartsWith("# | http_host", tables[0], StringComparison.Ordinal);
        Assert.Equal(3, tables[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(4, (await tool.AskAsync("cluster", "info")).GetProperty("info").GetProperty("manager").GetProperty("total_action_slots").GetInt32());
    }

    [Fact]
    public async Task Packages_and_workspaces_are_saved_in_the_working_directory_under_the_originals_names()
    {
        await using var tool = await ToolHost.StartAsync();
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Directory.CreateDirectory(tool.In("downloads")).FullName);
        try
        {
            var app = await tool.AppAsync("echo hello");
            var task = await tool.TaskAsync(app);
            await tool.RunAsync("task", "watch", "-t", task);

            var package = await tool.RunAsync("app", "download", "-a", app);
            Assert.Equal($"application: ['./{app}.tar.gz', 'tar.gz']\n", package.Output);
            Assert.Contains("Downloading ... ", package.Error, StringComparison.Ordinal);

            var workspace = await tool.RunAsync("workspace", "download", "-t", task, "-n", "only");
            Assert.Equal($"\n\nWorkspace: ./{task}.only.tar.gz\n", workspace.Output);
            Assert.Contains("only/stdout.data", Names($"{task}.only.tar.gz"));

            Assert.Equal(["1", "ok", ""], (await tool.RunAsync("workspace", "delete", "-t", task)).Rows.Single());
            var unknown = await tool.RunAsync("workspace", "delete", "-t", task, "-t", "2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11");
            Assert.Equal((1, "Not deleted, because the task runs or there is none of this id: 2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11\n"), (unknown.ExitCode, unknown.Error));
            Assert.Equal(["1", "ok", ""], unknown.Rows.Single());
            var gone = await tool.RunAsync("workspace", "download", "-t", task, "-n", "only");
            Assert.Equal(ExitCode.Failed, gone.ExitCode);
            Assert.Equal([$"{app}.tar.gz", $"{task}.only.tar.gz"], Directory.GetFiles(".").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Fact]
    public async Task Artifacts_are_listed_and_saved_in_the_working_directory_under_the_last_part_of_their_path()
    {
        await using var tool = await ToolHost.StartAsync();
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Directory.CreateDirectory(tool.In("artifacts")).FullName);
        try
        {
            var app = await tool.AppAsync(new ActionDefinition { Name = "only", Main = "bash -c 'mkdir $0/plots; echo hello > $0/plots/a.txt'", Artifacts = ["plots/*"] });
            var task = await tool.TaskAsync(app);
            await tool.RunAsync("task", "watch", "-t", task);
            var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("hello\n"u8));

            var list = await tool.RunAsync("artifact", "list", "-t", task);
            Assert.StartsWith("# | action", list.Output, StringComparison.Ordinal);
            Assert.Equal(["1", "only", "plots/a.txt", "6", sha256], list.Rows.Single());
            Assert.Empty((await tool.RunAsync("artifact", "list", "-t", task, "-n", "other")).Rows);
            var answer = await tool.AskAsync("artifact", "list", "-t", task);
            Assert.Equal((1, sha256), (answer.GetProperty("total").GetInt32(), answer.GetProperty("artifacts")[0].GetProperty("sha256").GetString()));

            var saved = await tool.RunAsync("artifact", "download", "-t", task, "-n", "only", "-p", "plots/a.txt");
            Assert.Equal("Artifact: ./a.txt\n", saved.Output);
            Assert.Equal("hello\n", await File.ReadAllTextAsync("a.txt"));
            var missing = await tool.RunAsync("artifact", "download", "-t", task, "-n", "only", "-p", "plots/b.txt");
            Assert.Equal(ExitCode.Failed, missing.ExitCode);
            Assert.StartsWith("ArtifactNotExists", missing.Error, StringComparison.Ordinal);
            Assert.Equal(["a.txt"], Directory.GetFiles(".").Select(Path.GetFileName));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static List<string> Names(string file)
    {
        using var unzipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        return names;
    }
}
