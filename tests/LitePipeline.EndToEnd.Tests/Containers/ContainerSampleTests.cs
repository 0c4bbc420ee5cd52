using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests.Containers;

/// <summary>The samples that run in containers, packed by their script and run by the tool's own processes.</summary>
public class ContainerSampleTests
{
    [Theory]
    [InlineData("python")]
    [InlineData("csharp", "dotnet")]
    public async Task A_sample_runs_in_containers_of_its_languages_image(string language, string? image = null)
    {
        await TestEngine.RunAsync("bash", [Path.Combine(AppContext.BaseDirectory, "docker-engine.sh"), "image", Path.GetDirectoryName(TestEngine.Socket)!, image ?? language]);
        using var cluster = await ProcessCluster.StartAsync(nodes: 0);
        await File.WriteAllTextAsync(cluster.In("node.yml"), $"""
            data_path: {cluster.In("node-1")}
            manager_tcp_port: {cluster.Tcp.Split(':')[1]}
            docker_support: true
            docker_endpoint: unix://{TestEngine.Socket}
            """);
        using var node = await ToolProcess.ServeAsync("runs: 2 slots", "node", "-c", cluster.In("node.yml"));
        await cluster.MustAsync("sh", Path.Combine(Repository.Samples, "applications", "pack.sh"), "--docker", $"multiple-actions-{language}", cluster.In("numbers.tar.gz"));
        await using var package = File.OpenRead(cluster.In("numbers.tar.gz"));
        var app = await cluster.Manager.CreateApplicationAsync(new("numbers", PackageFormat.TarGz), package);
        var task = await cluster.TaskAsync(app, "-i", """{"limit": 10000}""");
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        var data = ended.Actions.Single(action => action.Name == "compare").Result.ToElement().GetProperty("data");
        Assert.Equal((1229, 100), (data.GetProperty("primes").GetInt32(), data.GetProperty("squares").GetInt32()));
        // Each wrote where only a container writes, and none was left behind.
        Assert.Equal(3, Directory.GetFiles(cluster.In("node-1"), "stdout.container.data", SearchOption.AllDirectories).Length);
        Assert.Equal("", await TestEngine.RunAsync("ps", "-aq", "--filter", $"label=litepipeline.task={task}"));
    }
}
