using System.Collections.Immutable;
using System.Text.Json;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads a <c>target_env</c>, and the ones by action name in a task's input.</summary>
internal static class TargetReader
{
    public static readonly MemberNames Members = new(["platform", "docker_support", "node_id", "node_ip"], ("docker", "docker_support"));

    private const string ByName = "an object with a target for each action's name, such as {\"first\": {\"platform\": \"linux\"}}";

    public static TargetEnvironment Read(ObjectReader? reader)
    {
        if (reader is null) return TargetEnvironment.Any;
        _ = reader.TryText("platform", out var platform);
        _ = reader.TryFlag("docker_support", out var dockerSupport);
        _ = reader.TryText("node_ip", out var nodeIp);
        var target = new TargetEnvironment { Platform = platform, DockerSupport = dockerSupport, NodeId = ReadNodeId(reader), NodeIp = nodeIp, Labels = ReadLabels(reader) };
        return target == TargetEnvironment.Any ? TargetEnvironment.Any : target;
    }

    public static IReadOnlyDictionary<string, TargetEnvironment> ReadOverrides(JsonData taskInput, ProblemList problems)
    {
        var overrides = new Dictionary<string, TargetEnvironment>(StringComparer.Ordinal);
        if (!MemberScan.IsObjectOrNothing(taskInput))
        {
            problems.Add(JsonPath.Root, "is not an object; a task's input must be one.");
            return overrides;
        }
        // A task's input is its user's: what merely resembles target_env is none of our business.
        if (!MemberScan.TryFind(taskInput, "target_env", out var text)) return overrides;
        using var document = JsonText.Parse(text);
        var root = document.RootElement;
        var path = JsonPath.Root.Member("target_env");
        if (root.ValueKind == JsonValueKind.Null) return overrides;
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"is {ObjectReader.Kind(root)}, must be {ByName}.");
            return overrides;
        }
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            var name = JsonText.NameOf(property);
            overrides[name] = Read(ObjectReader.Open(property.Value, path.Member(name), problems, Members, "an object: target_env has a target for each action's name"));
        }
        return overrides;
    }

    // What is not one of the known members asks for a label of the node.
    private static ImmutableDictionary<string, string> ReadLabels(ObjectReader reader)
    {
        if (reader.Others.Count == 0) return ImmutableDictionary<string, string>.Empty;
        var labels = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, element) in reader.Others)
        {
            if (element.ValueKind == JsonValueKind.Null) continue;
            if (LabelText(element) is not { } text) reader.Report(name, $"is {ObjectReader.Kind(element)}, must be a string: the text that the node's label '{name}' must have.");
            else if (labels.ContainsKey(name)) reader.Report(name, "is given twice in the same object; keep one.");
            else if (text.Length == 0) continue;
            else if (NodeLabels.FindProblem(name, text) is { } problem) reader.Report(name, problem);
            else labels.Add(name, text);
        }

        return labels.ToImmutable();
    }

    // A node's labels are texts; true and 3 are what people write for such as well.
    private static string? LabelText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => JsonText.TryGetString(element, out var text) ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    private static string? ReadNodeId(ObjectReader reader)
    {
        if (!reader.TryText("node_id", out var text) || text is null) return null;
        if (Guid.TryParse(text, out var id)) return id.ToString();
        reader.Report("node_id", $"is '{text}', must be a node's id, a UUID; the cluster's list of nodes shows it.");
        return null;
    }
}
