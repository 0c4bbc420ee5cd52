using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads the <c>condition</c> of an action, or of a workflow's application: an array of names, or nothing.</summary>
internal static class ConditionReader
{
    // Below this a scan of what was read is quicker than a set.
    private const int FewNames = 16;

    public static ImmutableArray<string> Read(ObjectReader reader, string? self, string noun)
    {
        if (!reader.Has("condition")) return [];
        var element = reader["condition"];
        if (element.ValueKind != JsonValueKind.Array)
        {
            reader.WrongType("condition", $"an array of {noun} names, such as [\"first\"]");
            return [];
        }
        var length = element.GetArrayLength();
        var names = ImmutableArray.CreateBuilder<string>(length);
        var seen = length > FewNames ? new HashSet<string>(length, StringComparer.Ordinal) : null;
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            // A wrong entry keeps its place, so that the paths of those behind it stay right.
            names.Add(TryReadName(item, noun, out var name, out var problem) ? name : "");
            if (problem is null && name == self) problem = $"names the {noun} itself; remove it.";
            if (problem is null && !(seen?.Add(name) ?? names.IndexOf(name) == index)) problem = $"names '{name}' a second time; remove it.";
            if (problem is not null) reader.ReportItem("condition", index, problem);
            index++;
        }
        return names.DrainToImmutable();
    }

    private static bool TryReadName(JsonElement item, string noun, out string name, out string? problem)
    {
        name = "";
        problem =
            item.ValueKind != JsonValueKind.String ? $"is {ObjectReader.Kind(item)}, must be a string, an {noun}'s name."
            : !JsonText.TryGetString(item, out name) ? "is not text: it holds half of a surrogate pair."
            : name.Length == 0 ? $"is empty; name an {noun}, or remove it."
            : null;
        return problem is null;
    }
}
