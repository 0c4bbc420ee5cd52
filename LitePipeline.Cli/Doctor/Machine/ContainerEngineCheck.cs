using Docker.DotNet;
using LitePipeline.Cli.Servers;
using LitePipeline.Hosting.Executors.Docker;

namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>Whether the container engine of a node answers.</summary>
internal sealed class ContainerEngineCheck(DockerSettings settings) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "docker";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var endpoint = settings.Endpoint ?? new DockerExecutorOptions().Endpoint;
        try
        {
            using var configuration = new DockerClientConfiguration(new Uri(endpoint), defaultTimeout: Patience);
            using var client = configuration.CreateClient();
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(Patience);
            var version = await client.System.GetVersionAsync(late.Token);
            return [Finding.Ok($"the engine at {endpoint} answers: {version.Version}, API {version.APIVersion}")];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && (ContainerEngine.IsAway(failure) || failure is DockerApiException or OperationCanceledException or UriFormatException or UnauthorizedAccessException))
        {
            return [Finding.Wrong($"the engine at {endpoint} does not answer: {failure.Message.TrimEnd('.')}", "Start it, let this user have its socket (group docker), correct docker_endpoint, or set docker_support: false.")];
        }
    }
}
