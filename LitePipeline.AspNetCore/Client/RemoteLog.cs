using System.Net.ServerSentEvents;
using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core.Actions;

namespace LitePipeline.AspNetCore.Client;

/// <summary>The parts of a log as a remote manager tells them.</summary>
internal sealed class RemoteLog(Stream stream, CancellationToken cancellationToken) : IAsyncEnumerator<LogPart>
{
    private readonly IAsyncEnumerator<SseItem<string>> _items = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public LogPart Current { get; private set; } = new(0, 0, "");

    public async ValueTask<bool> MoveNextAsync()
    {
        while (await _items.MoveNextAsync())
        {
            if (_items.Current.EventType == "end") return false;
            if (_items.Current.EventType != "output") continue;
            Current = JsonSerializer.Deserialize(_items.Current.Data, ApiJsonContext.Default.LogPart)!;
            return true;
        }

        throw new IOException("The connection ended before the action's output did; follow it on from the last part's Next.");
    }

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        await stream.DisposeAsync();
    }
}
