using Docker.DotNet.Models;
using LitePipeline.Core.Definitions.Containers;
using LitePipeline.Core.Secrets;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>Turns run arguments into the engine's words.</summary>
internal static class ContainerParameters
{
    private const string LogSize = "10m";

    public static CreateContainerParameters Build(string image, IList<string> command, ContainerArguments arguments, IEnumerable<string> mounts, IEnumerable<string> environment, IEnumerable<ActionSecret> secrets, IDictionary<string, string> labels)
    {
        foreach (var (name, value) in arguments.Labels) labels.TryAdd(name, value);
        return new CreateContainerParameters
        {
            Image = image,
            Cmd = command,
            Entrypoint = arguments.Entrypoint.IsEmpty ? null : [.. arguments.Entrypoint],
            // Of two of one name the engine takes the later: a secret is not hidden by a generated action's configuration.
            Env = [.. environment, .. arguments.Environment, .. secrets.Select(secret => $"{secret.Name}={secret.Value}")],
            User = arguments.User ?? DefaultUser(),
            Hostname = arguments.Hostname,
            WorkingDir = arguments.WorkingDirectory ?? ContainerFolders.Application,
            Labels = labels,
            ExposedPorts = arguments.Ports.Select(port => port.Port).Distinct().ToDictionary(port => port, _ => default(EmptyStruct)),
            HostConfig = Host(arguments, mounts),
        };
    }

    // What a container writes must be readable and removable for the node. One that runs as root can do both anyway.
    private static string? DefaultUser() => OperatingSystem.IsWindows() || PosixNative.EffectiveUser() == 0 ? null : $"{PosixNative.EffectiveUser()}:{PosixNative.EffectiveGroup()}";

    private static HostConfig Host(ContainerArguments arguments, IEnumerable<string> mounts) => new()
    {
        Binds = [.. mounts, .. arguments.Volumes.Select(volume => $"{volume.Source}:{volume.Target}:{volume.Mode}")],
        PortBindings = arguments.Ports.GroupBy(port => port.Port).ToDictionary(group => group.Key, group => (IList<PortBinding>)[.. group.Select(port => new PortBinding { HostIP = port.HostIp, HostPort = $"{port.HostPort}" })]),
        CpusetCpus = arguments.CpusetCpus,
        NanoCPUs = arguments.NanoCpus ?? 0,
        CPUShares = arguments.CpuShares ?? 0,
        CPUPeriod = arguments.CpuPeriod ?? 0,
        CPUQuota = arguments.CpuQuota ?? 0,
        Memory = arguments.MemoryLimit ?? 0,
        MemorySwap = arguments.MemorySwapLimit ?? 0,
        ShmSize = arguments.ShmSize ?? 0,
        PidsLimit = arguments.PidsLimit,
        NetworkMode = arguments.NetworkMode,
        ExtraHosts = [.. arguments.ExtraHosts],
        DNS = [.. arguments.Dns],
        GroupAdd = [.. arguments.GroupAdd],
        Tmpfs = arguments.Tmpfs.ToDictionary(),
        Devices = [.. arguments.Devices.Select(device => new DeviceMapping { PathOnHost = device.Source, PathInContainer = device.Target, CgroupPermissions = device.Permissions })],
        DeviceRequests = arguments.Gpus is { } gpus ? [new DeviceRequest { Count = gpus, Capabilities = [["gpu"]] }] : null,
        CapAdd = [.. arguments.CapAdd],
        CapDrop = [.. arguments.CapDrop],
        SecurityOpt = [.. arguments.SecurityOpt],
        Privileged = arguments.Privileged,
        ReadonlyRootfs = arguments.ReadOnly,
        Init = arguments.Init,
        IpcMode = arguments.IpcMode,
        PidMode = arguments.PidMode,
        Runtime = arguments.Runtime,
        // The output goes to the workspace; the engine's own copy is bounded.
        LogConfig = new LogConfig { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = LogSize, ["max-file"] = "1" } },
    };
}
