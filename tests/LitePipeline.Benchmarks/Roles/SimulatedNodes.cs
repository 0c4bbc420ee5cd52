using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Benchmarks.Roles;

/// <summary>Many nodes in one process that speak real TCP and run nothing: they keep what they are given until they are told to finish it.</summary>
internal static class SimulatedNodes
{
    public const string Role = "simulated-nodes";

    private static readonly ActionResult Done = new() { ReturnCode = 0 };

    /// <param name="arguments">Port, number of nodes, slots of each.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var numbers = arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (port, count, slots) = (numbers[0], numbers[1], numbers[2]);
        var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        host.Services.AddLogging();
        host.Services.AddLitePipelineNode().UseTcpTransport(tcp => (tcp.ManagerHost, tcp.ManagerPort) = ("127.0.0.1", port));
        using var built = host.Build();
        var connector = built.Services.GetRequiredService<INodeConnector>();
        using var ending = new CancellationTokenSource();
        var (taken, total) = (0, count * slots);
        var held = new List<(IManagerChannel Channel, AttemptKey Attempt)>(total);
        var serving = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var node = new NodeDescription { Id = new NodeId(Guid.NewGuid()), Name = $"node-{i}", Slots = slots, Platform = "linux", Handlers = ["nothing"] };
            var channel = await connector.ConnectAsync(new NodeIdentity(node.Id, node.Name), new NoStreams(), ending.Token);
            await channel.SendAsync(new NodeMessage.Join(node, [], []), ending.Token);
            serving.Add(ServeAsync(channel));
        }

        Console.WriteLine("joined");
        while (await Console.In.ReadLineAsync() is not null)
        {
            (IManagerChannel Channel, AttemptKey Attempt)[] finished;
            lock (held)
            {
                finished = [.. held];
                held.Clear();
                taken = 0;
            }

            foreach (var (channel, attempt) in finished) await channel.SendAsync(new NodeMessage.ActionFinished(attempt, Done), ending.Token);
            Console.WriteLine("finished");
        }

        await ending.CancelAsync();
        await Task.WhenAll(serving);
        return 0;

        async Task ServeAsync(IManagerChannel channel)
        {
            try
            {
                await foreach (var message in channel.ReadAllAsync(ending.Token))
                {
                    if (message is not ManagerMessage.RunAction run) continue;
                    lock (held)
                    {
                        held.Add((channel, run.Assignment.Attempt));
                        if (++taken == total) Console.WriteLine("full");
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
            finally
            {
                await channel.DisposeAsync();
            }
        }
    }

    private sealed class NoStreams : IStreamProvider
    {
        public Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken) => throw new StreamRefusedException("Nothing is here.");
    }
}
