using System.Globalization;
using System.Text.Json;

namespace LitePipeline.Cli.Output;

/// <summary>Writes numbers as Python's <c>repr()</c> does: <c>1e5</c> is read as a float and shown as <c>100000.0</c>.</summary>
internal static class PythonNumber
{
    // Python writes an exponent from here on, and below the other one.
    private const int LargeExponent = 16;
    private const int SmallExponent = -5;

    /// <summary>The number as Python writes it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="infinity">What stands for one that is too large; JSON's and a cell's words differ.</param>
    public static string Of(JsonElement number, string infinity)
    {
        var text = number.GetRawText();
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0) return text == "-0" ? "0" : text;
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value)) return value > 0 ? infinity : $"-{infinity}";
        return (double.IsNegative(value) ? "-" : "") + (value == 0 ? "0.0" : Place(Math.Abs(value)));
    }

    // Both languages find the same shortest digits; they differ in where the point goes.
    private static string Place(double value)
    {
        var (digits, exponent) = Digits(value.ToString("R", CultureInfo.InvariantCulture));
        if (exponent is >= LargeExponent or <= SmallExponent)
            return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        if (exponent < 0) return $"0.{new string('0', -exponent - 1)}{digits}";
        var whole = exponent + 1;
        return digits.Length > whole ? $"{digits[..whole]}.{digits[whole..]}" : $"{digits.PadRight(whole, '0')}.0";
    }

    /// <summary>The digits from the first that is not zero to the last, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Digits(string text)
    {
        var parts = text.Split('E');
        var mantissa = parts[0].Split('.');
        var all = string.Concat(mantissa);
        var digits = all.TrimStart('0');
        var exponent = mantissa[0].Length - 1 - (all.Length - digits.Length) + (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        return (digits.TrimEnd('0'), exponent);
    }
}
