using System.Text;
using Spectre.Console;

namespace LitePipeline.Cli.Output;

/// <summary>Asks for what nobody may read over a shoulder or in a command line.</summary>
internal static class HiddenText
{
    /// <summary>Asks for one twice, without showing it; the prompt goes to standard error, so that standard output has the answer alone.</summary>
    public static async Task<string> AskAsync(TextWriter error, string what, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        var text = await console.PromptAsync(new TextPrompt<string>($"{what}:").Secret(null).AllowEmpty(), cancellationToken);
        var again = await console.PromptAsync(new TextPrompt<string>("The same again:").Secret(null).AllowEmpty(), cancellationToken);
        return text == again ? text : throw ToolException.Usage("The two are not the same; begin again.");
    }

    /// <summary>Whether there is somebody to ask.</summary>
    public static bool CanAsk(TextWriter error) => !Console.IsInputRedirected && Terminal.Is(error);

    /// <summary>All of a text, without the line's end that a file has at its end.</summary>
    /// <exception cref="ToolException">It is not UTF-8.</exception>
    public static async Task<string> ReadAsync(Stream stream, string what, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            var text = await reader.ReadToEndAsync(cancellationToken);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (DecoderFallbackException failure)
        {
            throw ToolException.Failed($"{what} is not UTF-8 text; give text, such as the base64 of it.", failure);
        }
    }
}
