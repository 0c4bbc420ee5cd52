using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.EndToEnd.Tests.Containers;

/// <summary>Images of a registry that serves known users only.</summary>
public class CredentialTests
{
    [Fact]
    public async Task An_image_is_pulled_with_the_right_credentials_only()
    {
        using var registry = new GuardedRegistry();
        await registry.PushAsync("secret:1");
        foreach (var (user, password) in ((string, string)[])[("", ""), (GuardedRegistry.User, "wrong-horse"), ("nobody", GuardedRegistry.Password)])
        {
            var refused = await RunAsync(registry, user, password);
            Assert.Equal((RunStatus.Fail, ActionFailureKind.NotStarted), (refused.Status, refused.Failure?.Kind));
            Assert.StartsWith($"The image {registry.Address}/secret:1 cannot be pulled: ", refused.Failure!.Message, StringComparison.Ordinal);
            Assert.EndsWith(" Check its name and tag, the node's registry and its credentials.", refused.Failure.Message, StringComparison.Ordinal);
            Assert.Contains("no basic auth credentials|unauthorized".Split('|'), part => refused.Failure.Message.Contains(part, StringComparison.Ordinal));
            Assert.DoesNotContain("horse", refused.Failure.Message + refused.Log, StringComparison.Ordinal);
        }

        var pulled = await RunAsync(registry, GuardedRegistry.User, GuardedRegistry.Password);
        Assert.True(pulled.Status == RunStatus.Success, pulled.Failure?.Message);
        Assert.Contains($"pulled the image {registry.Address}/secret:1\nran", pulled.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", pulled.Log, StringComparison.Ordinal);
        await TestEngine.RunAsync("rmi", $"{registry.Address}/secret:1");
    }

    private static async Task<(RunStatus? Status, ActionFailure? Failure, string Log)> RunAsync(GuardedRegistry registry, string user, string password)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(options => options.ConfigureNodeHost = node => node.UseDockerExecutor(docker =>
        {
            (docker.Endpoint, docker.Registry) = ($"unix://{TestEngine.Socket}", registry.Address);
            (docker.RegistryUser, docker.RegistryPassword) = (user, password);
        }));
        var ended = await cluster.RunAsync(await cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "only", Main = "echo ran", Docker = new DockerDefinition("secret", "1") }], OutputAction = "only",
        }));
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(ended.Task.Id, "only"));
        return (ended.Task.State.Status, ended.Actions.Single().Failure, await log.ReadToEndAsync());
    }
}
