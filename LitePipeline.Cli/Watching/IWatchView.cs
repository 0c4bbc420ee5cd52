using LitePipeline.Core.Events;

namespace LitePipeline.Cli.Watching;

/// <summary>Shows a watched task to people.</summary>
internal interface IWatchView
{
    /// <summary>Shows the task as it is now.</summary>
    void Show(WatchedTask task);

    /// <summary>Tells of an event that changed the task.</summary>
    void Tell(PipelineEvent happened);
}
