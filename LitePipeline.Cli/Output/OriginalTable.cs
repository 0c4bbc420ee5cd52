using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LitePipeline.Cli.Output;

/// <summary>The original's table, byte for byte, so that scripts that cut its columns go on working.</summary>
internal static class OriginalTable
{
    private const string Separator = " | ";

    /// <summary>Writes a header and a line for each row.</summary>
    /// <param name="rows">The rows; a field that a row lacks stays empty.</param>
    /// <param name="fields">The columns.</param>
    /// <param name="width">The most characters of a cell; 0 for all. The header is never cut.</param>
    /// <param name="paint">Colours the cells; null for none.</param>
    public static string Write(IEnumerable<JsonElement> rows, IReadOnlyList<string> fields, int width, CellPaint? paint = null)
    {
        var cells = rows.Select(row => fields.Select(field => Cell(row, field, width)).ToArray()).ToList();
        var widths = fields.Select((field, column) => cells.Select(line => PythonText.Length(line[column])).Append(PythonText.Length(field)).Max()).ToArray();
        // The original measures the number that would come next, so nine rows make this column two wide.
        var numberWidth = Number(cells.Count + 1).Length;

        var text = new StringBuilder();
        AppendLine(text, "#".PadLeft(numberWidth), fields, widths, (_, name) => name);
        for (var i = 0; i < cells.Count; i++)
            AppendLine(text, Number(i + 1).PadLeft(numberWidth), cells[i], widths, (column, cell) => paint?.Invoke(fields[column], cell) ?? cell);
        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, string number, IReadOnlyList<string> cells, int[] widths, Func<int, string, string> paint)
    {
        text.Append(number);
        for (var column = 0; column < cells.Count; column++)
            text.Append(Separator).Append(paint(column, cells[column])).Append(' ', widths[column] - PythonText.Length(cells[column]));
        text.Append('\n');
    }

    private static string Cell(JsonElement row, string field, int width)
    {
        var text = row.TryGetProperty(field, out var value) ? PythonText.Of(value) : "";
        return width > 0 ? PythonText.Cut(text, width) : text;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
