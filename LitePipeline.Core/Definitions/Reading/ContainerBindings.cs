using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LitePipeline.Core.Definitions.Containers;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads what binds a container to its host: ports, volumes and devices.</summary>
internal static class ContainerBindings
{
    private static readonly MemberNames Bind = new(["bind", "mode"]);

    /// <summary>An object by the container's port: the host's port, <c>[address, port]</c>, a list of ports, or null for any.</summary>
    public static ImmutableArray<PublishedPort> Ports(ObjectReader reader)
    {
        if (!reader.Has("ports")) return [];
        if (reader["ports"].ValueKind != JsonValueKind.Object)
        {
            reader.WrongType("ports", "an object, such as {\"8000/tcp\": 2222}");
            return [];
        }

        var ports = ImmutableArray.CreateBuilder<PublishedPort>();
        foreach (var property in reader["ports"].EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (PortName(name) is not { } port) reader.Report("ports", $"names '{name}', which is no port such as \"8000/tcp\".");
            else if (!AddPorts(ports, port, property.Value)) reader.Report("ports", $"has {ObjectReader.Written(property.Value)} for '{name}'; give the host's port, [address, port], a list of ports, or null for any free one.");
        }

        return ports.ToImmutable();
    }

    /// <summary>An object by the host's path of {bind, mode}, or an array of <c>source:target[:mode]</c>.</summary>
    public static ImmutableArray<MountedVolume> Volumes(ObjectReader reader, ProblemList problems)
    {
        if (!reader.Has("volumes")) return [];
        var volumes = ImmutableArray.CreateBuilder<MountedVolume>();
        if (reader["volumes"].ValueKind == JsonValueKind.Object)
        {
            foreach (var property in reader["volumes"].EnumerateObject())
            {
                var source = JsonText.NameOf(property);
                var bind = ObjectReader.Open(property.Value, reader.Path.Member("volumes").Member(source), problems, Bind, "an object, such as {\"bind\": \"/data\", \"mode\": \"ro\"}");
                var mode = "rw";
                string? target = null;
                if (bind is not null && bind.TryText("bind", out target) && bind.TryText("mode", out var given)) mode = given ?? mode;
                Add(reader, volumes, source, target, mode);
            }
        }
        else
        {
            foreach (var text in ContainerLists.Texts(reader, "volumes"))
            {
                var parts = text.Split(':');
                Add(reader, volumes, parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2) ?? "rw");
            }
        }

        return volumes.ToImmutable();
    }

    /// <summary>An array of <c>source[:target[:permissions]]</c>.</summary>
    public static ImmutableArray<PassedDevice> Devices(ObjectReader reader)
    {
        var devices = ImmutableArray.CreateBuilder<PassedDevice>();
        foreach (var text in ContainerLists.Texts(reader, "devices"))
        {
            var parts = text.Split(':');
            if (parts[0].StartsWith('/') && parts.Length <= 3) devices.Add(new PassedDevice(parts[0], parts.ElementAtOrDefault(1) ?? parts[0], parts.ElementAtOrDefault(2) ?? "rwm"));
            else reader.Report("devices", $"has '{text}'; give \"/dev/x\", \"/dev/x:/dev/y\" or \"/dev/x:/dev/y:rwm\".");
        }

        return devices.ToImmutable();
    }

    private static void Add(ObjectReader reader, ImmutableArray<MountedVolume>.Builder volumes, string source, string? target, string mode)
    {
        if (source.Length == 0 || target is null || !target.StartsWith('/'))
            reader.Report("volumes", $"mounts '{source}' at '{target}'; give the host's path or a volume's name, and an absolute path in the container.");
        else if (target is "/opt/app" or "/opt/workspace" or "/opt/venv") reader.Report("volumes", $"mounts '{source}' at {target}, where the node mounts its own; choose another path.");
        else volumes.Add(new MountedVolume(source, target, mode));
    }

    private static string? PortName(string text)
    {
        var parts = text.Split('/');
        var protocol = parts.ElementAtOrDefault(1) ?? "tcp";
        return parts.Length <= 2 && protocol is "tcp" or "udp" or "sctp" && IsPort(parts[0]) ? $"{parts[0]}/{protocol}" : null;
    }

    private static bool AddPorts(ImmutableArray<PublishedPort>.Builder ports, string port, JsonElement value)
    {
        if (HostPort(value, out var single))
        {
            ports.Add(new PublishedPort(port, "", single));
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array) return false;
        var items = value.EnumerateArray().ToArray();
        if (items is [{ ValueKind: JsonValueKind.String } first, var at] && JsonText.TryGetString(first, out var address) && !IsPort(address) && HostPort(at, out var there))
        {
            ports.Add(new PublishedPort(port, address, there));
            return true;
        }

        foreach (var item in items)
        {
            if (!HostPort(item, out var one)) return false;
            ports.Add(new PublishedPort(port, "", one));
        }

        return items.Length > 0;
    }

    private static bool HostPort(JsonElement value, out int? port)
    {
        port = null;
        if (value.ValueKind == JsonValueKind.Null) return true;
        var text = value.ValueKind is JsonValueKind.Number ? value.GetRawText() : "";
        if (value.ValueKind is JsonValueKind.String && !JsonText.TryGetString(value, out text)) return false;
        if (!IsPort(text)) return false;
        port = int.Parse(text, CultureInfo.InvariantCulture);
        return true;
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535;
}
