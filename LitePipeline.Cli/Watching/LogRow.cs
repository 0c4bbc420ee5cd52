using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LitePipeline.Cli.Watching;

/// <summary>A line of output that takes the place of a picture's first line: what that had further to the right goes.</summary>
internal sealed partial class LogRow(string source, string line) : Renderable
{
    private const string ClearToTheRight = "\e[K";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
    [
        new Segment($"{source} | ", new Style(Color.Grey)), new Segment(Printable(line)), Segment.Control(ClearToTheRight), Segment.LineBreak,
    ];

    // What moves the cursor would break the picture.
    private static string Printable(string line) =>
        string.Concat(Sequence().Replace(line, "").Replace("\t", "    ", StringComparison.Ordinal).Where(c => !char.IsControl(c)));

    [GeneratedRegex(@"\e\[[0-?]*[ -/]*[@-~]")]
    private static partial Regex Sequence();
}
