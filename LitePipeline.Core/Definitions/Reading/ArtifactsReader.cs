using System.Collections.Immutable;
using System.Text.Json;
using LitePipeline.Core.Artifacts;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads the <c>artifacts</c> of an action: an array of paths and patterns, or nothing.</summary>
internal static class ArtifactsReader
{
    public static ImmutableArray<string> Read(ObjectReader reader)
    {
        if (!reader.Has("artifacts")) return [];
        var element = reader["artifacts"];
        if (element.ValueKind != JsonValueKind.Array)
        {
            reader.WrongType("artifacts", "an array of paths in the action's workspace, such as [\"report.csv\", \"plots/*.png\"]");
            return [];
        }

        if (element.GetArrayLength() > ArtifactPath.MaxDeclared)
        {
            reader.Report("artifacts", $"has {element.GetArrayLength()} paths, may have {ArtifactPath.MaxDeclared}; use patterns, such as \"plots/*.png\".");
            return [];
        }

        var paths = ImmutableArray.CreateBuilder<string>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            if (Problem(item, paths, out var path) is { } problem) reader.ReportItem("artifacts", paths.Count, problem);
            paths.Add(path);
        }

        return paths.DrainToImmutable();
    }

    private static string? Problem(JsonElement item, ImmutableArray<string>.Builder before, out string path)
    {
        path = "";
        if (item.ValueKind != JsonValueKind.String) return $"is {ObjectReader.Kind(item)}, must be a string, a path in the action's workspace.";
        if (!JsonText.TryGetString(item, out path)) return "is not text: it holds half of a surrogate pair.";
        return ArtifactPath.Problem(path) ?? (before.Contains(path) ? $"names '{path}' a second time; remove it." : null);
    }
}
