using LitePipeline.AspNetCore.Api;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Transport.Tcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LitePipeline.Cli.Servers;

/// <summary>A manager with its HTTP API, and whatever else is to run in its process.</summary>
internal static class ManagerHost
{
    /// <summary>The folder of the keys of secrets, in the data folder.</summary>
    public const string SecretKeys = "secret-keys";

    public static async Task<int> RunAsync(ManagerSettings settings, Action<IServiceCollection, DataFolder>? more, TextWriter output, CancellationToken cancellationToken)
    {
        ServerOptions.LoopbackOnly(settings);
        using var folder = DataFolder.Open(settings.DataPath, settings.DataPathName);
        try
        {
            return await ServeAsync(settings, folder, more, output, cancellationToken);
        }
        catch (ToolException)
        {
            folder.RemoveIfNew();
            throw;
        }
    }

    private static async Task<int> ServeAsync(ManagerSettings settings, DataFolder folder, Action<IServiceCollection, DataFolder>? more, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        settings.Logs.AddTo(builder.Logging);
        var silence = new StartSilence();
        silence.AddTo(builder.Logging);
        builder.WebHost.UseAddress(settings.Http, settings.Certificate);
        builder.Services.AddSystemd();
        var manager = builder.Services.AddLitePipelineManager(manager => Configure(manager, settings));
        (settings.Postgres is { } postgres ? manager.UsePostgres(postgres.AddTo) : manager.UseSqlite(folder.In("manager.db")))
            .UsePackageFolder(folder.In("packages"))
            .UseSecrets(folder.In(SecretKeys), secrets => Configure(secrets, settings))
            .UseTcpTransport(listener => Configure(listener, settings));
        using var users = new UsersOfFile(settings);
        builder.Services.AddSingleton<IOptionsChangeTokenSource<LitePipelineApiOptions>>(users);
        builder.Services.AddLitePipelineApi(api => Configure(api, settings, folder, users));
        more?.Invoke(builder.Services, folder);

        await using var app = builder.Build();
        users.Logger = app.Logger;
        app.UseStrayRequests();
        app.UseViewerAtRoot();
        app.MapLitePipelineApi();
        app.MapLitePipelineViewer();
        await StartFailure.GuardAsync("manager", silence, () => app.StartAsync(cancellationToken));
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await output.WriteLineAsync($"LitePipeline is ready: {address} (nodes: {app.Services.GetRequiredService<INodeListener>().LocalEndPoint}, data: {folder.Path}{(settings.Postgres is null ? "" : ", state: PostgreSQL")})");
        await output.WriteLineAsync($"The viewer is at {address}/viewer/");
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Ok;
    }

    private static void Configure(ManagerOptions manager, ManagerSettings settings)
    {
        manager.NodeReturnTimeout = settings.NodeReturnTimeout ?? manager.NodeReturnTimeout;
        manager.StopGracePeriod = settings.StopGracePeriod ?? manager.StopGracePeriod;
        manager.HistoryMaxAge = settings.HistoryMaxDays is { } days ? TimeSpan.FromDays(days) : manager.HistoryMaxAge;
        (manager.HistoryMaxTasks, manager.HistoryMaxVersions) = (settings.HistoryMaxTasks ?? manager.HistoryMaxTasks, settings.HistoryMaxVersions ?? manager.HistoryMaxVersions);
        manager.HistoryMaxArtifactBytes = settings.HistoryMaxArtifactBytes ?? manager.HistoryMaxArtifactBytes;
        manager.HistoryMaxVersionAge = settings.HistoryMaxVersionDays is { } versionDays ? TimeSpan.FromDays(versionDays) : manager.HistoryMaxVersionAge;
        manager.HistoryMaxVersionBytes = settings.HistoryMaxVersionBytes ?? manager.HistoryMaxVersionBytes;
        manager.MaxArtifactBytes = settings.MaxArtifactBytes ?? manager.MaxArtifactBytes;
        manager.CacheMaxEntries = settings.CacheMaxEntries ?? manager.CacheMaxEntries;
        manager.CacheMaxAge = settings.CacheMaxAge ?? manager.CacheMaxAge;
        manager.DockerRegistry = settings.DockerRegistry ?? manager.DockerRegistry;
    }

    private static void Configure(SecretOptions secrets, ManagerSettings settings)
    {
        if (settings.SecretCertificate is { } certificate)
            (secrets.CertificateFile, secrets.CertificateKeyFile, secrets.CertificatePassword) = (certificate.File, certificate.KeyFile, certificate.Password);
    }

    private static void Configure(TcpListenerOptions listener, ManagerSettings settings)
    {
        (listener.Host, listener.Port, listener.SilenceTimeout) = (settings.Tcp.Host, settings.Tcp.Port, settings.SilenceTimeout ?? listener.SilenceTimeout);
        (listener.Token, listener.TokenFile, listener.AuthorityFile) =
            (settings.Token ?? listener.Token, settings.TokenFile ?? listener.TokenFile, settings.NodeAuthority ?? listener.AuthorityFile);
        settings.Certificate?.AddTo(listener);
    }

    private static void Configure(LitePipelineApiOptions api, ManagerSettings settings, DataFolder folder, UsersOfFile users)
    {
        (api.TcpHost, api.TcpPort, api.DataPath) = (settings.Tcp.Host, settings.Tcp.Port, folder.Path);
        api.MaxPackageSize = settings.MaxPackageSize ?? api.MaxPackageSize;
        api.TokenLifetime = settings.TokenLifetime ?? api.TokenLifetime;
        api.AcceptOriginalTokens = settings.AcceptOriginalTokens || api.AcceptOriginalTokens;
        foreach (var user in users.Current) api.Users.Add(user);
    }
}
