using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Hosting.Packages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>The pipelines of this host as applications of its manager: each is there once, in the version that its code says.</summary>
internal sealed partial class PipelineDeployments(IEnumerable<PipelineDefinition> added, IServiceProvider services, ILogger<PipelineDeployments> logger)
{
    // Of one name the last one is current; those before it only have their handlers here, for tasks that began with them.
    private readonly Dictionary<string, PipelineDefinition> _current = Latest(added);
    private readonly ConcurrentDictionary<string, Lazy<Task<AppId>>> _deployed = new(StringComparer.Ordinal);
    private TaskCompletionSource? _starting;

    /// <summary>The manager that has them; null in a host that only runs their actions.</summary>
    public IPipelineManager? Manager => services.GetService<IPipelineManager>();

    public IReadOnlyCollection<PipelineDefinition> Current => _current.Values;

    public PipelineDefinition? Find(string name) => _current.GetValueOrDefault(name);

    /// <summary>The host starts: its manager takes nothing yet.</summary>
    public void HostStarts() => _starting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All of the host has started.</summary>
    public void HostStarted() => _starting?.TrySetResult();

    /// <summary>The application of a pipeline; deployed by the first who asks.</summary>
    public async Task<AppId> DeployAsync(PipelineDefinition pipeline, CancellationToken cancellationToken)
    {
        if (_starting is { } starting) await starting.Task.WaitAsync(cancellationToken);
        // Whoever gives up waiting does not take the deployment from those who go on.
        var deployment = _deployed.GetOrAdd(pipeline.Name, _ => new Lazy<Task<AppId>>(() => DeployCoreAsync(pipeline)));
        try
        {
            return await deployment.Value.WaitAsync(cancellationToken);
        }
        catch when (deployment.Value.IsFaulted)
        {
            _deployed.TryRemove(new(pipeline.Name, deployment));
            throw;
        }
    }

    public static InvalidOperationException NoManager(string pipeline) =>
        new($"The pipeline '{pipeline}' has no manager: call AddLitePipelineManager(), or add an IPipelineManager of a remote one, such as HttpPipelineManager.");

    /// <summary>The id of a pipeline's application: the same wherever it is deployed from, also where it was given another name since.</summary>
    internal static AppId IdOf(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"litepipeline pipeline\0{name}"), hash);
        // RFC 9562, version 8; the third group 8000 is the manager's own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[7] |= 1;
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new AppId(new Guid(hash[..16], bigEndian: true));
    }

    private async Task<AppId> DeployCoreAsync(PipelineDefinition pipeline)
    {
        var manager = Manager ?? throw NoManager(pipeline.Name);
        var id = IdOf(pipeline.Name);
        if (await FindAsync(manager, id) is { } known)
        {
            await UpdateAsync(manager, pipeline, known);
            return id;
        }

        try
        {
            await using var package = await PackAsync(pipeline);
            await manager.CreateApplicationAsync(new CreateApplicationRequest(pipeline.Name, PackageFormat.TarGz, pipeline.Description) { Id = id }, package);
            LogCreated(pipeline.Name, id);
        }
        catch (RequestRefusedException)
        {
            // Another host was faster, with a pipeline of this name that may be another version.
            if (await FindAsync(manager, id) is not { } other) throw;
            await UpdateAsync(manager, pipeline, other);
        }

        return id;
    }

    private static async Task<ApplicationRecord?> FindAsync(IPipelineManager manager, AppId id) =>
        (await manager.ListApplicationsAsync(new ApplicationQuery { Id = id, Limit = 1 })).Items is [var known] ? known : null;

    private async Task UpdateAsync(IPipelineManager manager, PipelineDefinition pipeline, ApplicationRecord known)
    {
        var configuration = JsonData.FromTrusted(pipeline.Configuration).ToElement();
        var description = pipeline.Description.Length > 0 && pipeline.Description != known.Description ? pipeline.Description : null;
        if (IsSame(known.Configuration, configuration))
        {
            if (description is not null) await manager.UpdateApplicationAsync(known.Id, new UpdatePackagedRequest(Description: description));
            return;
        }

        if (await FindVersionAsync(manager, known.Id, configuration) is { } before)
        {
            await manager.ActivateApplicationVersionAsync(known.Id, before);
            LogActivated(pipeline.Name, before);
            return;
        }

        await using var package = await PackAsync(pipeline);
        await manager.UpdateApplicationAsync(known.Id, new UpdatePackagedRequest(Description: description), package);
        LogUpdated(pipeline.Name);
    }

    // What was deployed before, and is again, is a version already.
    private static async Task<long?> FindVersionAsync(IPipelineManager manager, AppId application, JsonElement configuration)
    {
        var query = new ApplicationVersionQuery { Application = application, Limit = 100 };
        while (true)
        {
            var page = await manager.ListApplicationVersionsAsync(query);
            foreach (var version in page.Items)
                if (IsSame(version.Configuration, configuration)) return version.HistoryId;
            if (page.Items.Count < query.Limit) return null;
            query = query with { After = page.Items[^1].HistoryId };
        }
    }

    private static bool IsSame(JsonData known, JsonElement configuration) => JsonElement.DeepEquals(known.ToElement(), configuration);

    private static async Task<MemoryStream> PackAsync(PipelineDefinition pipeline)
    {
        var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(pipeline.Application, "pipeline", package);
        package.Position = 0;
        return package;
    }

    private static Dictionary<string, PipelineDefinition> Latest(IEnumerable<PipelineDefinition> added)
    {
        var latest = new Dictionary<string, PipelineDefinition>(StringComparer.Ordinal);
        foreach (var pipeline in added) latest[pipeline.Name] = pipeline;
        return latest;
    }

    [LoggerMessage(1200, LogLevel.Information, "The pipeline {Pipeline} is a new application, {Application}")]
    private partial void LogCreated(string pipeline, AppId application);

    [LoggerMessage(1201, LogLevel.Information, "The pipeline {Pipeline} has a new version")]
    private partial void LogUpdated(string pipeline);

    [LoggerMessage(1202, LogLevel.Information, "The pipeline {Pipeline} is again what it was as version {Version}")]
    private partial void LogActivated(string pipeline, long version);
}
