using System.Collections.Immutable;
using System.Text.Json;
using LitePipeline.Core.Definitions.Containers;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads a container's run arguments. Unlike elsewhere an unknown one is refused: it would silently not take effect.</summary>
internal static class ContainerArgumentsReader
{
    private static readonly MemberNames Names = new(
    [
        "cap_add", "cap_drop", "cpu_period", "cpu_quota", "cpu_shares", "cpuset_cpus", "devices", "dns", "entrypoint", "environment", "extra_hosts", "gpus",
        "group_add", "hostname", "init", "ipc_mode", "labels", "mem_limit", "memswap_limit", "nano_cpus", "network", "network_mode", "pid_mode", "pids_limit",
        "ports", "privileged", "read_only", "runtime", "security_opt", "shm_size", "tmpfs", "user", "volumes", "working_dir",
    ], ("env", "environment"), ("memory", "mem_limit"), ("cpus", "nano_cpus"), ("workdir", "working_dir"), ("net", "network_mode"));

    private static readonly string[] TheNodes = ["image", "command", "name", "detach", "remove", "auto_remove", "stdout", "stderr", "stream", "tty", "stdin_open", "log_config", "restart_policy"];

    public static ContainerArguments Read(JsonElement element, JsonPath path, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, problems, Names) is not { } reader) return ContainerArguments.None;
        RefuseUnknown(element, reader);
        return new ContainerArguments
        {
            CpusetCpus = Text(reader, "cpuset_cpus"),
            NanoCpus = Number(reader, "nano_cpus", 1),
            CpuShares = Number(reader, "cpu_shares", 2),
            CpuPeriod = Number(reader, "cpu_period", 1000),
            CpuQuota = Number(reader, "cpu_quota", -1),
            MemoryLimit = ContainerSizes.Read(reader, "mem_limit"),
            MemorySwapLimit = ContainerSizes.Read(reader, "memswap_limit", orAny: true),
            ShmSize = ContainerSizes.Read(reader, "shm_size"),
            PidsLimit = Number(reader, "pids_limit", -1),
            Environment = ContainerLists.Pairs(reader, "environment", '='),
            Labels = ContainerLists.Map(reader, "labels"),
            Ports = ContainerBindings.Ports(reader),
            NetworkMode = Network(reader),
            Hostname = Text(reader, "hostname"),
            ExtraHosts = ContainerLists.Pairs(reader, "extra_hosts", ':'),
            Dns = ContainerLists.Texts(reader, "dns"),
            User = User(reader),
            GroupAdd = ContainerLists.Texts(reader, "group_add"),
            WorkingDirectory = Absolute(reader, "working_dir"),
            Entrypoint = ContainerLists.TextOrTexts(reader, "entrypoint"),
            Volumes = ContainerBindings.Volumes(reader, problems),
            Tmpfs = ContainerLists.Map(reader, "tmpfs"),
            Devices = ContainerBindings.Devices(reader),
            Gpus = Gpus(reader),
            CapAdd = ContainerLists.Texts(reader, "cap_add"),
            CapDrop = ContainerLists.Texts(reader, "cap_drop"),
            SecurityOpt = ContainerLists.Texts(reader, "security_opt"),
            Privileged = Flag(reader, "privileged"),
            ReadOnly = Flag(reader, "read_only"),
            Init = Flag(reader, "init"),
            IpcMode = Text(reader, "ipc_mode"),
            PidMode = Text(reader, "pid_mode"),
            Runtime = Text(reader, "runtime"),
        };
    }

    private static void RefuseUnknown(JsonElement element, ObjectReader reader)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (Names.IndexOf(property) >= 0 || Names.Meant(name, reader.Has) is not null) continue;
            reader.Report(name, TheNodes.Contains(name, StringComparer.Ordinal)
                ? "is set by the node; remove it."
                : "is no run argument that a node passes on; remove it, or see docs/containers.md for those that are.");
        }
    }

    private static string? Text(ObjectReader reader, string name)
    {
        _ = reader.TryText(name, out var text);
        return text;
    }

    private static bool Flag(ObjectReader reader, string name)
    {
        _ = reader.TryFlag(name, out var flag);
        return flag ?? false;
    }

    private static long? Number(ObjectReader reader, string name, long least)
    {
        if (!reader.Has(name)) return null;
        if (reader[name].ValueKind == JsonValueKind.Number && reader[name].TryGetInt64(out var number) && number >= least) return number;
        reader.Report(name, $"is {reader.Written(name)}, must be a whole number, {least} or more.");
        return null;
    }

    private static string? Absolute(ObjectReader reader, string name)
    {
        if (Text(reader, name) is not { } path) return null;
        if (path.StartsWith('/')) return path;
        reader.Report(name, $"is '{path}', must be an absolute path in the container, such as /opt/app.");
        return null;
    }

    private static string? Network(ObjectReader reader)
    {
        var (network, mode) = (Text(reader, "network"), Text(reader, "network_mode"));
        if (network is not null && mode is not null) reader.Report("network", "is given beside 'network_mode'; keep one of them.");
        return mode ?? network;
    }

    private static string? User(ObjectReader reader)
    {
        if (!reader.Has("user") || reader["user"].ValueKind != JsonValueKind.Number) return Text(reader, "user");
        if (reader["user"].TryGetUInt32(out var number)) return $"{number}";
        reader.Report("user", $"is {reader.Written("user")}, must be a user's name or number, with :group where need be.");
        return null;
    }

    private static int? Gpus(ObjectReader reader)
    {
        if (!reader.Has("gpus")) return null;
        var value = reader["gpus"];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= -1) return count;
        if (value.ValueKind == JsonValueKind.String && JsonText.TryGetString(value, out var text) && text == "all") return -1;
        reader.Report("gpus", $"is {ObjectReader.Written(value)}, must be a number, or \"all\".");
        return null;
    }
}
