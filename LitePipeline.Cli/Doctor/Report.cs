using System.Text.Json;
using LitePipeline.Cli.Output;
using Spectre.Console;

namespace LitePipeline.Cli.Doctor;

/// <summary>What was found, for people and for programs.</summary>
internal sealed class Report(IReadOnlyList<(string Check, Finding Finding)> found)
{
    // Of a pipe: wide enough that a finding stays on few lines.
    private const int Width = 160;

    public int Warnings => found.Count(one => one.Finding.State == FindingState.Warning);

    public int Wrong => found.Count(one => one.Finding.State == FindingState.Wrong);

    public void Draw(TextWriter output, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No, ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!Terminal.Is(output)) console.Profile.Width = Width;
        var table = new Table().Border(TableBorder.Horizontal).AddColumn(new TableColumn("check").NoWrap()).AddColumn("state").AddColumn("finding").AddColumn("mend");
        foreach (var (check, finding) in found)
            table.AddRow(new Text(check), new Markup($"[{ColourOf(finding.State)}]{Word(finding.State)}[/]"), new Text(finding.Text), new Text(finding.Mend ?? ""));
        console.Write(table);
        output.WriteLine(Summary);
    }

    public string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("wrong", Wrong);
            json.WriteNumber("warnings", Warnings);
            json.WriteStartArray("findings");
            foreach (var (check, finding) in found)
            {
                json.WriteStartObject();
                json.WriteString("check", check);
                json.WriteString("state", Word(finding.State));
                json.WriteString("finding", finding.Text);
                json.WriteString("mend", finding.Mend);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return CompactJson.Write(JsonElement.Parse(buffer.ToArray()));
    }

    private string Summary => (Wrong, Warnings) switch
    {
        (0, 0) => $"{found.Count} findings, nothing wrong",
        var (wrong, warnings) => $"{found.Count} findings: {wrong} wrong, {warnings} to be warned of",
    };

    private static string Word(FindingState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static string ColourOf(FindingState state) => state switch { FindingState.Ok => "green", FindingState.Warning => "yellow", _ => "red" };
}
