using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using LitePipeline.Soak.Cluster;

namespace LitePipeline.Soak.Users;

/// <summary>Makes the packages of the soak's applications.</summary>
internal static class ShapePackage
{
    // What a version manager puts on the path costs more than the action.
    private static readonly Lazy<string> Python = new(() => Shell.Run("python3", "-c", "import sys; print(sys.executable)"));

    /// <summary>Packs an application.</summary>
    /// <param name="version">Makes the package another one each time; nothing else follows from it.</param>
    public static byte[] Pack(Shape shape, int version)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            Add(tar, $"{shape.Name}/configuration.json", Configuration(shape).ToJsonString());
            Add(tar, $"{shape.Name}/step.py", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Actions", "step.py")));
            Add(tar, $"{shape.Name}/version", version.ToString(CultureInfo.InvariantCulture));
        }

        return packed.ToArray();
    }

    private static void Add(TarWriter tar, string name, string text) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

    private static JsonObject Configuration(Shape shape)
    {
        var configuration = new JsonObject
        {
            ["actions"] = new JsonArray([.. shape.Steps.Select(ActionOf)]),
            ["output_action"] = shape.Steps[^1].Name,
        };
        if (shape.HasEvents) configuration["event_actions"] = new JsonObject { ["success"] = Run([], attempts: 1000), ["fail"] = Run([], attempts: 1000) };
        return configuration;
    }

    private static JsonObject ActionOf(Step step)
    {
        var action = Run(step.Words, step.Attempts);
        action["name"] = step.Name;
        action["condition"] = new JsonArray([.. step.Condition.Select(name => JsonValue.Create(name))]);
        if (step.Leaves) action["artifacts"] = new JsonArray("value.txt");
        return action;
    }

    private static JsonObject Run(IEnumerable<string> words, int attempts) => new()
    {
        ["main"] = string.Join(' ', [Python.Value, "-SE", "step.py", .. words]),
        ["retry"] = new JsonObject { ["attempts"] = attempts, ["backoff"] = 0.5 },
    };
}
