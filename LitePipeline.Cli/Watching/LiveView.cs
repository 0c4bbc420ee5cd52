using Spectre.Console;
using Spectre.Console.Rendering;

namespace LitePipeline.Cli.Watching;

/// <summary>A picture that is drawn over and over, with the actions' output running by above it.</summary>
internal sealed class LiveView(IAnsiConsole console, LiveDisplayContext live) : IWatchView
{
    public void Show(Func<IRenderable> draw)
    {
        live.UpdateTarget(draw());
        live.Refresh();
    }

    public void Tell(DateTimeOffset at, string line)
    {
        // The picture shows all of it.
    }

    public void Log(string source, string line) => console.Write(new LogRow(source, line));
}
