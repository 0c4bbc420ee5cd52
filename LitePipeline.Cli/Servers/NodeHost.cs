using System.Net;
using System.Net.Sockets;
using LitePipeline.Cli.Client;
using LitePipeline.Hosting.Node;
using LitePipeline.Transport.Tcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LitePipeline.Cli.Servers;

/// <summary>A node.</summary>
internal static class NodeHost
{
    public static async Task<int> RunAsync(NodeSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        var silence = new StartSilence();
        using var host = Build(settings, silence);
        await StartFailure.GuardAsync("node", silence, () => host.StartAsync(cancellationToken));
        await output.WriteLineAsync($"The LitePipeline node {host.Services.GetRequiredService<IOptions<NodeOptions>>().Value.Name} runs: {settings.Slots} slots (manager: {settings.Manager}, data: {Path.GetFullPath(settings.DataPath)})");
        await output.FlushAsync(cancellationToken);
        await host.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Ok;
    }

    private static IHost Build(NodeSettings settings, StartSilence silence)
    {
        if (settings.Http is not { Port: > 0 } http)
        {
            var plain = Host.CreateApplicationBuilder();
            AddNode(plain, settings, silence);
            return plain.Build();
        }

        var web = WebApplication.CreateSlimBuilder();
        AddNode(web, settings, silence);
        web.WebHost.UseUrls($"http://{http}");
        var app = web.Build();
        // All that the original's node answers to people.
        app.MapGet("/", () => Results.Content("""{"message": "LitePipeline node service"}""", "application/json"));
        return app;
    }

    private static void AddNode(IHostApplicationBuilder builder, NodeSettings settings, StartSilence silence)
    {
        settings.Logs.AddTo(builder.Logging);
        silence.AddTo(builder.Logging);
        builder.Services.AddSystemd();
        var node = builder.Services.AddLitePipelineNode(node => Configure(node, settings))
            .UseTcpTransport(tcp => Configure(tcp, settings))
            .UseProcessExecutor();
        settings.Docker?.AddTo(node);
    }

    private static void Configure(NodeOptions node, NodeSettings settings)
    {
        (node.DataPath, node.Slots, node.Name) = (Path.GetFullPath(settings.DataPath), settings.Slots, settings.Name ?? node.Name);
        (node.Cpu, node.Memory, node.Gpu) = (settings.Cpu ?? node.Cpu, settings.Memory ?? node.Memory, settings.Gpu > 0 ? settings.Gpu : node.Gpu);
        foreach (var (name, text) in settings.Labels) node.Labels[name] = text;
        (node.LimitProcesses, node.ControlGroup) = (settings.LimitProcesses ?? node.LimitProcesses, settings.ControlGroup ?? node.ControlGroup);
        node.DrainTimeout = settings.DrainTimeout ?? node.DrainTimeout;
        if (settings.Http is { } http) (node.HttpHost, node.HttpPort) = (OwnAddress(http, settings.Manager), http.Port);
        if (settings.RetryInterval is { } retry) (node.MaxReconnectDelay, node.ReconnectDelay) = (retry, node.ReconnectDelay < retry ? node.ReconnectDelay : retry);
        if (settings.WorkspaceMaxDays is { } days) node.WorkspaceMaxAge = days == 0 ? null : TimeSpan.FromDays(days);
        (node.PackageCacheSize, node.WorkspaceMaxBytes) = (settings.PackageCacheSize ?? node.PackageCacheSize, settings.WorkspaceMaxBytes ?? node.WorkspaceMaxBytes);
        node.WorkspaceMaxTasks = settings.WorkspaceMaxTasks ?? node.WorkspaceMaxTasks;
        node.PackageCacheMaxAge = settings.PackageCacheMaxDays is { } packageDays ? TimeSpan.FromDays(packageDays) : node.PackageCacheMaxAge;
        node.TimeoutGracePeriod = settings.TimeoutGracePeriod ?? node.TimeoutGracePeriod;
        node.MaxLogBytes = settings.MaxLogBytes ?? node.MaxLogBytes;
    }

    /// <summary>How the node reaches its manager.</summary>
    public static void Configure(TcpConnectorOptions tcp, NodeSettings settings)
    {
        (tcp.ManagerHost, tcp.ManagerPort) = (settings.Manager.Host, settings.Manager.Port);
        (tcp.Token, tcp.TokenFile) = (settings.Token ?? tcp.Token, settings.TokenFile ?? tcp.TokenFile);
        (tcp.UseTls, tcp.AuthorityFile, tcp.ServerName) = (settings.UseTls || tcp.UseTls, settings.ManagerAuthority ?? tcp.AuthorityFile, settings.ManagerName ?? tcp.ServerName);
        settings.Certificate?.AddTo(tcp);
        (tcp.HeartbeatInterval, tcp.SilenceTimeout) = (settings.HeartbeatInterval ?? tcp.HeartbeatInterval, settings.HeartbeatTimeout ?? tcp.SilenceTimeout);
    }

    /// <summary>The address that the node gives as its own: where it listens, or where that is everywhere, the one that faces the manager.</summary>
    private static string OwnAddress(HostPort http, HostPort manager)
    {
        if (!IPAddress.TryParse(http.Host, out var address) || (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))) return http.Host;
        try
        {
            // Nothing is sent: connecting a datagram socket only chooses the way.
            using var way = new UdpClient(manager.Host, manager.Port);
            return way.Client.LocalEndPoint is IPEndPoint own ? own.Address.ToString() : "127.0.0.1";
        }
        catch (SocketException)
        {
            return "127.0.0.1";
        }
    }
}
