namespace LitePipeline.Cli.Watching;

/// <summary>What whoever watches waits for.</summary>
internal abstract record WatchItem
{
    private WatchItem() { }

    /// <summary>The stream of events is open: from here on nothing is missed; how things stand now must be asked.</summary>
    public sealed record Opened : WatchItem;

    /// <summary>The manager has no stream of events, as the original's has none: it must be asked now and then.</summary>
    public sealed record NoStream : WatchItem;

    /// <summary>An event, as JSON.</summary>
    public sealed record Happened(string Json) : WatchItem;

    /// <summary>What was waited for is over.</summary>
    public sealed record Over : WatchItem;

    /// <summary>A line of an action's output.</summary>
    public sealed record LogLine(string Source, string Line) : WatchItem;
}
