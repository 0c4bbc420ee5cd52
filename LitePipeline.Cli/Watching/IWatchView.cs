using Spectre.Console.Rendering;

namespace LitePipeline.Cli.Watching;

/// <summary>Shows to people what is being watched.</summary>
internal interface IWatchView
{
    /// <summary>Shows how it stands now.</summary>
    /// <param name="draw">Draws the picture, where one is shown.</param>
    void Show(Func<IRenderable> draw);

    /// <summary>Tells what has happened; a picture shows it anyway.</summary>
    void Tell(DateTimeOffset at, string line);

    /// <summary>Shows a line of an action's output.</summary>
    void Log(string source, string line);
}
