using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Executors.ControlGroups;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>What this node says of itself.</summary>
internal sealed class NodeSelf(NodeData data, IOptions<NodeOptions> options, ActionHandlers handlers, ContainerSupport? containers = null, ProcessLimits? limits = null)
{
    public NodeDescription Description { get; } = new()
    {
        Id = data.Id,
        Name = options.Value.Name,
        Slots = options.Value.Slots,
        Platform = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "osx" : "linux",
        Machine = MachineOf(RuntimeInformation.OSArchitecture),
        DockerSupport = containers is not null,
        Handlers = [.. handlers.Names],
        Cpu = options.Value.Cpu,
        Memory = options.Value.Memory,
        Gpu = options.Value.Gpu,
        Labels = options.Value.Labels.Count == 0 ? null : options.Value.Labels.ToImmutableDictionary(StringComparer.Ordinal),
        Limits = limits?.Fact,
        HttpHost = options.Value.HttpHost,
        HttpPort = options.Value.HttpPort,
        Version = typeof(NodeSelf).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
    };

    // The names that uname gives: configurations of the original ask for these.
    private static string MachineOf(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.X86 => "i686",
        Architecture.Arm64 => OperatingSystem.IsLinux() ? "aarch64" : "arm64",
        Architecture.Arm => "armv7l",
        var other => other.ToString().ToLowerInvariant(),
    };

    public NodeIdentity Identity => new(Description.Id, Description.Name);
}
