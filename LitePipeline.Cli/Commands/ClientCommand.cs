using System.CommandLine;
using System.Text.Json;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Output;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Commands;

/// <summary>
/// A command that asks the manager and prints the answer: as a table, with <c>-r</c> as the original does, with <c>--json</c> on one line;
/// where <see cref="Watched"/> says so, with <c>--watch</c> over and over.
/// </summary>
internal sealed class ClientCommand : ToolCommand
{
    private readonly Option<bool> _raw = new("--raw", "-r") { Description = "Print the raw answer: JSON, four spaces, sorted keys." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as JSON on one line." };
    private readonly Option<bool> _watch = new("--watch") { Description = "Go on until Ctrl-C: print again whenever something has changed." };
    private readonly ClientOptions _client;
    private readonly Func<JsonElement, IEnumerable<AnswerTable>> _show;
    private int _ownFlags;

    public ClientCommand(
        string name,
        string description,
        ClientOptions client,
        Func<ParseResult, ManagerClient, CancellationToken, Task<JsonElement>> ask,
        Func<JsonElement, IEnumerable<AnswerTable>> show)
        : base(name, description)
    {
        (_client, _show) = (client, show);
        Options.Add(_raw);
        Options.Add(_json);
        SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            if (parsed.GetValue(_watch)) await WatchAsync(parsed, manager, () => ask(parsed, manager, cancellationToken), cancellationToken);
            else await PrintAsync(parsed, await ask(parsed, manager, cancellationToken));
            return ExitCode.Ok;
        });
    }

    /// <summary>How the kinds of events begin after which the answer may be another; none where it cannot be watched.</summary>
    private string[] Kinds { get; set; } = [];

    /// <summary>Tells whether an answer is the last one of interest.</summary>
    private Func<JsonElement, bool> IsLast { get; set; } = _ => false;

    /// <summary>Tells what a good answer says was not done; null where it was all done.</summary>
    private Func<JsonElement, string?> NotDone { get; set; } = _ => null;

    /// <summary>Adds a flag of the command's own; on the help page these come before the ones that all have.</summary>
    public new void Add(Option option) => Options.Insert(_ownFlags++, option);

    /// <summary>Lets the command be watched.</summary>
    public ClientCommand Watched(params string[] kinds)
    {
        Options.Add(_watch);
        Kinds = kinds;
        return this;
    }

    /// <summary>Lets watching end by itself when what the answer describes has finished.</summary>
    public ClientCommand UntilFinished(string member)
    {
        IsLast = answer => answer.TryGetProperty(member, out var row) && row.TryGetProperty("stage", out var stage) && stage.ValueEquals("finished");
        return this;
    }

    /// <summary>Lets the command fail where a good answer names what was not done under a member.</summary>
    public ClientCommand FailsFor(string member, string message)
    {
        NotDone = answer => answer.TryGetProperty(member, out var left) && left.ValueKind == JsonValueKind.Array && left.GetArrayLength() > 0
            ? $"{message}: {string.Join(", ", left.EnumerateArray())}"
            : null;
        return this;
    }

    private async Task PrintAsync(ParseResult parsed, JsonElement answer)
    {
        var output = parsed.InvocationConfiguration.Output;
        var refusal = Refusal.Of(answer);
        // A program that asked for JSON gets a refusal as JSON, too.
        if (refusal is null || parsed.GetValue(_raw) || parsed.GetValue(_json))
            await output.WriteAsync(Write(parsed, answer, _client.HasColours(output) ? CellPaints.Ansi : CellPaints.None));
        if (refusal is not null) throw refusal;
        if (NotDone(answer) is { } left) throw ToolException.Failed(left);
    }

    private Task WatchAsync(ParseResult parsed, ManagerClient manager, Func<Task<JsonElement>> ask, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var isPicture = Terminal.Is(output) && !parsed.GetValue(_raw) && !parsed.GetValue(_json);
        var watch = new AnswerWatch(manager, Kinds, async () =>
        {
            var answer = await ask();
            if (Refusal.Of(answer) is { } refusal) throw refusal;
            return new WatchedAnswer(Write(parsed, answer, isPicture ? CellPaints.Markup : CellPaints.None), IsLast(answer));
        }, TimeProvider.System);
        return isPicture ? watch.DrawAsync(output, cancellationToken) : watch.PrintAsync(output, cancellationToken);
    }

    private string Write(ParseResult parsed, JsonElement answer, CellPaint paint)
    {
        if (parsed.GetValue(_raw)) return PythonJson.Write(answer) + '\n';
        if (parsed.GetValue(_json)) return CompactJson.Write(answer) + '\n';
        return string.Join('\n', _show(answer).Select(table => OriginalTable.Write(table.Rows, table.Fields, _client.Width(parsed), paint)));
    }
}
