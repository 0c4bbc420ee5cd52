using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Benchmarks.Roles;

/// <summary>A few nodes as they are, over TCP, in a process of their own.</summary>
internal static class RealNodes
{
    public const string Role = "real-nodes";

    /// <param name="arguments">Port, number of nodes, folder.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (port, count, folder) = (int.Parse(arguments[0], CultureInfo.InvariantCulture), int.Parse(arguments[1], CultureInfo.InvariantCulture), arguments[2]);
        var hosts = new List<IHost>();
        for (var i = 0; i < count; i++)
        {
            var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            var name = $"node-{i}";
            host.Services.AddLitePipelineNode(node => (node.Name, node.DataPath, node.Slots) = (name, Path.Combine(folder, name), 1))
                .UseTcpTransport(tcp => (tcp.ManagerHost, tcp.ManagerPort) = ("127.0.0.1", port)).UseProcessExecutor();
            hosts.Add(host.Build());
            await hosts[^1].StartAsync();
        }

        Console.WriteLine("started");
        await Console.In.ReadLineAsync();
        foreach (var host in hosts)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        return 0;
    }
}
