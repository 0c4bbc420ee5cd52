using System.Globalization;
using Spectre.Console.Rendering;

namespace LitePipeline.Cli.Watching;

/// <summary>A line for each thing that happens: for files, pipes and build logs.</summary>
internal sealed class PlainView(TextWriter output) : IWatchView
{
    public void Show(Func<IRenderable> draw)
    {
        // The lines have told it.
    }

    public void Tell(DateTimeOffset at, string line) => Write(string.Create(CultureInfo.InvariantCulture, $"{at.ToLocalTime():HH:mm:ss} {line}"));

    public void Log(string source, string line) => Write($"{source} | {line}");

    private void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
