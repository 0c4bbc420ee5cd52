using System.Globalization;
using System.Net;
using System.Text;

namespace Flights.Charts;

/// <summary>A picture as SVG text: no package draws it, so it looks the same wherever the report is opened.</summary>
internal sealed class Svg
{
    public const string Ink = "#1d2733", Soft = "#667281", Grid = "#e3e7ec";

    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title, string subtitle)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="Helvetica, Arial, sans-serif" role="img">""");
        Add($"""<title>{Escape(title)}</title>""");
        Add($"""<rect width="{width}" height="{height}" fill="#ffffff"/>""");
        Text(28, 40, title, size: 20, weight: "bold");
        Text(28, 62, subtitle, fill: Soft);
    }

    /// <summary>Adds an element. Numbers are written with a point and at most two digits after it.</summary>
    public void Add(FormattableString element) => _text.Append(string.Format(SvgNumbers.Instance, element.Format, element.GetArguments())).Append('\n');

    public void Text(double x, double y, string words, int size = 13, string fill = Ink, string anchor = "start", string weight = "normal", string more = "") =>
        Add($"""<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}"{more}>{Escape(words)}</text>""");

    public static string Escape(string words) => WebUtility.HtmlEncode(words);

    public override string ToString() => $"{_text}</svg>\n";

    /// <summary>Writes coordinates shortly, whatever the machine's culture.</summary>
    private sealed class SvgNumbers : IFormatProvider, ICustomFormatter
    {
        public static SvgNumbers Instance { get; } = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            double number => number.ToString(format ?? "0.##", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(format, CultureInfo.InvariantCulture),
            _ => arg?.ToString() ?? "",
        };
    }
}
