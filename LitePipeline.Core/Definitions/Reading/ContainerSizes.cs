using System.Globalization;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads sizes as docker-py takes them: bytes as a number, or text such as <c>512m</c>.</summary>
internal static class ContainerSizes
{
    private const string Units = "bkmgt";

    public static long? Read(ObjectReader reader, string name, bool orAny = false)
    {
        if (!reader.Has(name)) return null;
        var value = reader[name];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && (number > 0 || (orAny && number == -1))) return number;
        if (value.ValueKind == JsonValueKind.String && JsonText.TryGetString(value, out var text) && Parse(text) is { } size) return size;
        reader.Report(name, $"is {ObjectReader.Written(value)}, must be a size: bytes as a number, or text with a unit, such as \"512m\" or \"2g\".");
        return null;
    }

    /// <summary>Reads a size that is text; null where it is none.</summary>
    public static long? Parse(string text)
    {
        var digits = text.Trim().ToLowerInvariant().TrimEnd('b');
        var power = digits.Length > 0 ? Math.Max(0, Units.IndexOf(digits[^1], StringComparison.Ordinal)) : 0;
        if (power > 0) digits = digits[..^1];
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number <= 0) return null;
        var bytes = number * (1L << (10 * power));
        return bytes is >= 1 and <= long.MaxValue ? (long)bytes : null;
    }
}
