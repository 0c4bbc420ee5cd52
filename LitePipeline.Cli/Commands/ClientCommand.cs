using System.CommandLine;
using System.Text.Json;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Commands;

/// <summary>A part of an answer that is printed as a table.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Fields">The columns.</param>
internal sealed record AnswerTable(IEnumerable<JsonElement> Rows, IReadOnlyList<string> Fields);

/// <summary>A command that asks the manager once and prints the answer: as a table, with <c>-r</c> as the original does, with <c>--json</c> on one line.</summary>
internal sealed class ClientCommand : Command
{
    private readonly Option<bool> _raw = new("--raw", "-r") { Description = "Print the raw answer: JSON, four spaces, sorted keys." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as JSON on one line." };

    public ClientCommand(
        string name,
        string description,
        ClientOptions client,
        Func<ParseResult, ManagerClient, CancellationToken, Task<JsonElement>> ask,
        Func<JsonElement, IEnumerable<AnswerTable>> show)
        : base(name, description)
    {
        Options.Add(_raw);
        Options.Add(_json);
        SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = new ManagerClient(client.Address(parsed), client.Credentials(parsed));
            var answer = await ask(parsed, manager, cancellationToken);
            var refusal = Refusal.Of(answer);
            Print(parsed, answer, refusal is null ? show : _ => [], client.Width(parsed));
            if (refusal is not null) throw refusal;
            return ExitCode.Ok;
        });
    }

    /// <summary>The rows under a member of the answer.</summary>
    public static IEnumerable<JsonElement> Rows(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : throw Lacks(member);

    /// <summary>The one row under a member of the answer.</summary>
    public static IEnumerable<JsonElement> Row(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out var row) && row.ValueKind == JsonValueKind.Object ? [row] : throw Lacks(member);

    private void Print(ParseResult parsed, JsonElement answer, Func<JsonElement, IEnumerable<AnswerTable>> show, int width)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_raw)) output.WriteLine(PythonJson.Write(answer));
        else if (parsed.GetValue(_json)) output.WriteLine(CompactJson.Write(answer));
        else output.Write(string.Join('\n', show(answer).Select(table => OriginalTable.Write(table.Rows, table.Fields, width))));
    }

    private static ToolException Lacks(string member) =>
        ToolException.Failed($"The manager's answer has no {member}; is it a manager of another version? See the whole answer with -r.");
}
