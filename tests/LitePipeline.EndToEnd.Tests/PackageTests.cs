using System.Globalization;
using System.Security.Cryptography;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;

namespace LitePipeline.EndToEnd.Tests;

public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-packages-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private Task<ToolProcess> ManagerAsync() =>
        ToolProcess.ServeAsync("LitePipeline is ready", "manager", "--data", In("manager"), "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0");

    private Task<ToolProcess> NodeAsync(string manager) =>
        ToolProcess.ServeAsync("runs: 2 slots", "node", "--data", In("node"), "--manager", manager, "--slots", "2", "--name", "node");

    private static HttpPipelineManager Connect(string address) => new(new HttpClient { BaseAddress = new Uri($"http://{address}"), Timeout = TimeSpan.FromMinutes(5) });

    private string[] Cached => [.. Directory.EnumerateFileSystemEntries(In("node/packages")).Select(path => Path.GetFileName(path)!)];

    private async Task<AppId> DeployAsync(HttpPipelineManager manager, string main, int dataBytes)
    {
        var app = Directory.CreateDirectory(In("app")).FullName;
        await File.WriteAllTextAsync(Path.Combine(app, "configuration.json"), $$"""{"actions": [{"name": "first", "main": "{{main}}"}], "output_action": "first"}""");
        await File.WriteAllBytesAsync(Path.Combine(app, "data"), RandomNumberGenerator.GetBytes(dataBytes));
        using var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(app, package);
        package.Position = 0;
        return await manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), package);
    }

    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_of_a_fetch_fetches_anew_and_serves_only_the_whole()
    {
        using var managing = await ManagerAsync();
        var (http, tcp) = (managing.Address(0), managing.Address(1));
        var manager = Connect(http);
        var app = await DeployAsync(manager, "sha256sum data #", dataBytes: 4 << 20);
        await using var line = new HoldingProxy(tcp, bytes: 2 << 20);
        var killed = await NodeAsync(line.Address);
        var task = await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "fetches"));
        await line.Held.WaitAsync(TimeSpan.FromSeconds(60));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(new DirectoryInfo(In("node/packages")).EnumerateFiles("*.download").Any(file => file.Length > 0)), "half of it is there");
        killed.Kill();
        killed.Dispose();
        Assert.EndsWith(".download", Assert.Single(Cached), StringComparison.Ordinal);

        using var node = await NodeAsync(tcp);
        var ended = await manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        using var log = new StreamReader(await manager.OpenLogAsync(task, "first"));
        Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(In("app/data")))), await log.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal((await manager.GetApplicationAsync(app)).Package.Sha256, Assert.Single(Cached));
    }

    [Fact]
    public async Task Large_workspaces_pass_through_node_and_manager_in_little_memory()
    {
        const int Size = 160 << 20;
        using var managing = await ManagerAsync();
        using var node = await NodeAsync(managing.Address(1));
        var manager = Connect(managing.Address(0));
        var task = await manager.SubmitTaskAsync(new SubmitTaskRequest(await DeployAsync(manager, $"bash -c 'head -c {Size} /dev/urandom > $0/data'", dataBytes: 1), "large"));
        Assert.Equal(RunStatus.Success, (await manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromMinutes(2))).Task.State.Status);
        var (managerBefore, nodeBefore) = (PeakMemory(managing.Pid), PeakMemory(node.Pid));
        // At once, as two people who look at the same result.
        await Task.WhenAll(DownloadAsync(), DownloadAsync());
        Assert.InRange(PeakMemory(managing.Pid) - managerBefore, 0, Size / 2);
        Assert.InRange(PeakMemory(node.Pid) - nodeBefore, 0, Size / 2);

        async Task DownloadAsync()
        {
            await using var content = await manager.OpenWorkspaceAsync(task, "first");
            var (buffer, length) = (new byte[64 * 1024], 0L);
            for (int count; (count = await content.ReadAsync(buffer)) > 0;) length += count;
            Assert.InRange(length, Size, Size + (1 << 20));
        }
    }

    // The highest resident memory that the process ever had, in bytes.
    private static long PeakMemory(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .Single();
}
