using System.CommandLine;
using System.Text.Json;

namespace LitePipeline.Cli.Commands;

/// <summary>A flag whose value is a JSON object: as text, or in a file.</summary>
internal static class JsonFlag
{
    /// <summary>The input of what is started: JSON on the command line, as the original takes it, or <c>@FILE</c>.</summary>
    public static Option<string> Input(string whose) => new("--input", "-i") { Description = $"{whose} input: a JSON object, or @FILE for one in a file." };

    /// <summary>The input; <c>{}</c> where none is given.</summary>
    public static JsonElement InputOrEmpty(ParseResult parsed, Option<string> flag) => InputOrNone(parsed, flag) ?? Parse("{}", where => where);

    /// <summary>The input; null where none is given.</summary>
    public static JsonElement? InputOrNone(ParseResult parsed, Option<string> flag) => parsed.GetValue(flag) switch
    {
        null or "" => null,
        ['@', .. var path] => ReadFile(path, "-i/--input"),
        var text => Parse(text, where => $"-i/--input is not JSON at {where}. Give one JSON object, as in -i '{{\"x\": 1}}', or a file, as in -i @input.json."),
    };

    /// <summary>The JSON in a file.</summary>
    public static JsonElement ReadFile(string path, string flag)
    {
        try
        {
            return Parse(File.ReadAllText(path), where => $"{flag}: '{path}' is not JSON at {where}.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"{flag}: {failure.Message}", failure);
        }
    }

    private static JsonElement Parse(string text, Func<string, string> describe)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException wrong)
        {
            throw ToolException.Usage(describe($"character {wrong.BytePositionInLine + 1} of line {wrong.LineNumber + 1}"));
        }
    }
}
