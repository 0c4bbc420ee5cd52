using System.Collections.Immutable;
using System.Reflection;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>What this node says of itself.</summary>
internal sealed class NodeSelf(NodeData data, IOptions<NodeOptions> options, ActionHandlers handlers)
{
    public NodeDescription Description { get; } = new()
    {
        Id = data.Id,
        Name = options.Value.Name,
        Slots = options.Value.Slots,
        Platform = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "osx" : "linux",
        Handlers = [.. handlers.Names],
        HttpHost = options.Value.HttpHost,
        HttpPort = options.Value.HttpPort,
        Version = typeof(NodeSelf).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
    };

    public NodeIdentity Identity => new(Description.Id, Description.Name);
}
