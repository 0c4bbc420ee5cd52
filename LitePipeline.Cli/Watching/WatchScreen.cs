using LitePipeline.Cli.Output;
using Spectre.Console;

namespace LitePipeline.Cli.Watching;

/// <summary>Chooses how something is watched: as a picture on a terminal, as lines anywhere else.</summary>
internal static class WatchScreen
{
    public static async Task<T> ShowAsync<T>(TextWriter output, Func<IWatchView, Task<T>> watch)
    {
        if (!Terminal.Is(output)) return await watch(new PlainView(output));
        var console = Console(output);
        return await console.Live(new Text("")).StartAsync(live => watch(new LiveView(console, live)));
    }

    public static IAnsiConsole Console(TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
}
