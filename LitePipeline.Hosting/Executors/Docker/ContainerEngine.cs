using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>The container engine. While it does not answer, calls wait for it: an engine that restarts loses no action.</summary>
internal sealed partial class ContainerEngine : IDisposable
{
    private readonly DockerClient _client;
    private readonly ResiliencePipeline _patient;
    private readonly DockerExecutorOptions _options;
    private readonly ILogger _logger;

    public ContainerEngine(IOptions<DockerExecutorOptions> options, TimeProvider time, ILogger<ContainerEngine> logger)
    {
        _options = options.Value;
        _logger = logger;
        using var configuration = new DockerClientConfiguration(new Uri(_options.Endpoint), defaultTimeout: Timeout.InfiniteTimeSpan);
        _client = configuration.CreateClient();
        _patient = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } failure && IsAway(failure)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = _options.MaxRetryDelay,
                OnRetry = arguments =>
                {
                    LogAway(_options.Endpoint, arguments.Outcome.Exception!.Message, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Whether a failure says that the engine does not answer, rather than what it answered.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        DockerApiException answered => (int)answered.StatusCode == 503,
        HttpRequestException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>Calls the engine, and waits for it where it does not answer.</summary>
    /// <exception cref="DockerApiException">The engine refused.</exception>
    public async Task<T> CallAsync<T>(Func<DockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await _patient.ExecuteAsync(async token => await call(_client, token), cancellationToken);

    /// <inheritdoc cref="CallAsync{T}"/>
    public Task CallAsync(Func<DockerClient, CancellationToken, Task> call, CancellationToken cancellationToken) =>
        CallAsync(async (client, token) =>
        {
            await call(client, token);
            return true;
        }, cancellationToken);

    /// <summary>Calls the engine once, whether it answers or not.</summary>
    public Task<T> TryAsync<T>(Func<DockerClient, Task<T>> call) => call(_client);

    /// <summary>Removes a container and what it runs; nothing happens where there is none.</summary>
    public Task RemoveAsync(string container, CancellationToken cancellationToken) => CallAsync(async (client, token) =>
    {
        try
        {
            await client.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token);
        }
        catch (DockerApiException refused) when (refused.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
        {
            // It is gone, or somebody removes it already.
        }
    }, cancellationToken);

    /// <summary>Removes every container with a label; returns how many.</summary>
    public async Task<int> RemoveLabelledAsync(string label, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [label] = true } };
        var left = await CallAsync((client, token) => client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, token), cancellationToken);
        foreach (var container in left) await RemoveAsync(container.ID, cancellationToken);
        return left.Count;
    }

    public void Dispose() => _client.Dispose();

    [LoggerMessage(2600, LogLevel.Warning, "The container engine at {Endpoint} does not answer ({Reason}); trying again in {Delay}.")]
    private partial void LogAway(string endpoint, string reason, TimeSpan delay);
}
