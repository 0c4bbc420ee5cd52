using LitePipeline.Core;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>The history of the events that happen now. It begins with the first stream, so that nobody pays for it where nobody listens.</summary>
internal sealed class LatestEvents(IPipelineManager manager, IOptions<LitePipelineApiOptions> options) : IDisposable
{
    private readonly Lock _lock = new();
    private EventHistory? _history;

    public EventHistory History
    {
        get
        {
            lock (_lock)
            {
                // A manager elsewhere that has refused its events may tell them to whoever asks next.
                if (_history is { HasEnded: false }) return _history;
                _history?.Dispose();
                return _history = new EventHistory(manager, options.Value.KeptEvents);
            }
        }
    }

    public void Dispose() => _history?.Dispose();
}
