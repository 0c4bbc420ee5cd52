using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.EndToEnd.Tests.Containers;

/// <summary>What becomes of actions when their engine goes away: an engine of this test's own does.</summary>
public class EngineRestartTests
{
    [Fact]
    public async Task An_engine_that_stops_and_comes_back_loses_no_action()
    {
        var folder = Directory.CreateTempSubdirectory("lp-engine-").FullName;
        await EngineAsync("start", folder);
        try
        {
            await using var cluster = await LitePipelineTestCluster.StartAsync(options =>
                options.ConfigureNodeHost = node => node.UseDockerExecutor(docker =>
                    (docker.Endpoint, docker.Registry, docker.MaxRetryDelay) = ($"unix://{folder}/docker.sock", TestEngine.RegistryOf(folder), TimeSpan.FromMilliseconds(500))));
            var app = await cluster.DeployAsync(new ApplicationDefinition
            {
                Actions = [new ActionDefinition { Name = "a", Main = "sh -c 'echo begun; until [ -f /flags/go ]; do sleep 0.1; done; echo done'", Docker = new DockerDefinition("busybox", "latest", JsonData.Parse($$"""{"volumes": {"{{folder}}/flags": {"bind": "/flags"} } }""")) }],
                OutputAction = "a",
            });
            var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
            await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(task)).Actions.Count == 1, "the action was given to the node");
            using (var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, "a", follow: true))) Assert.Equal("begun", await log.ReadLineAsync());

            await EngineAsync("halt", folder);
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!File.Exists($"{folder}/docker.sock")), "the engine is away");
            Directory.CreateDirectory(Path.Combine(folder, "flags"));
            await File.WriteAllTextAsync(Path.Combine(folder, "flags", "go"), "");
            await EngineAsync("start", folder);

            var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
            Assert.Equal(2, ended.Actions.Single().Attempt);
        }
        finally
        {
            await EngineAsync("stop", folder);
        }
    }

    private static Task<string> EngineAsync(string command, string folder) =>
        TestEngine.RunAsync("bash", [Path.Combine(AppContext.BaseDirectory, "docker-engine.sh"), command, folder]);
}
