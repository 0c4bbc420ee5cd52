using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>The images that the engine has, and those that it pulls. One image is pulled by one action at a time; the others wait and then have it.</summary>
internal sealed class ContainerImages(ContainerEngine engine, IOptions<DockerExecutorOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SemaphoreSlim> _pulling = new(StringComparer.Ordinal);

    /// <summary>Sees to it that the engine has the image, and says how far it is.</summary>
    /// <exception cref="ActionNotStartedException">It cannot be had.</exception>
    public async Task EnsureAsync(string image, Action<string> report, CancellationToken cancellationToken)
    {
        if (options.Value.Pull != ImagePullPolicy.Always && await HasAsync(image, cancellationToken)) return;
        if (options.Value.Pull == ImagePullPolicy.Never)
            throw new ActionNotStartedException($"The node does not have the image {image}, and its setting Pull is Never; pull it there, or set LitePipeline:Docker:Pull to IfMissing.");
        var turn = TurnOf(image);
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (options.Value.Pull != ImagePullPolicy.Always && await HasAsync(image, cancellationToken)) return;
            await PullAsync(image, report, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private SemaphoreSlim TurnOf(string image)
    {
        lock (_lock)
        {
            if (!_pulling.TryGetValue(image, out var turn)) _pulling.Add(image, turn = new SemaphoreSlim(1));
            return turn;
        }
    }

    private async Task<bool> HasAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync((client, token) => client.Images.InspectImageAsync(image, token), cancellationToken);
            return true;
        }
        catch (DockerApiException refused) when (refused.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task PullAsync(string image, Action<string> report, CancellationToken cancellationToken)
    {
        report($"pulling the image {image}");
        string? problem = null;
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var progress = new Inline(message =>
        {
            if (message.Error is { Message: { Length: > 0 } error }) problem = error;
            // A layer says "Downloading" a hundred times: each of its states is told once.
            else if (message.Status is { Length: > 0 } status && said.GetValueOrDefault(message.ID ?? "") != status)
            {
                said[message.ID ?? ""] = status;
                report(string.IsNullOrEmpty(message.ID) ? status : $"{message.ID}: {status} {message.ProgressMessage}".TrimEnd());
            }
        });
        var credentials = options.Value.RegistryUser.Length == 0
            ? null
            : new AuthConfig { Username = options.Value.RegistryUser, Password = options.Value.RegistryPassword, ServerAddress = options.Value.Registry };
        try
        {
            await engine.CallAsync((client, token) => client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = image }, credentials, progress, token), cancellationToken);
        }
        catch (DockerApiException refused)
        {
            problem = refused.ResponseBody ?? refused.Message;
        }

        if (problem is not null) throw new ActionNotStartedException($"The image {image} cannot be pulled: {problem.Trim()} Check its name and tag, the node's registry and its credentials.");
        report($"pulled the image {image}");
    }

    // Progress<T> would tell in any order, on any thread.
    private sealed class Inline(Action<JSONMessage> report) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => report(value);
    }
}
