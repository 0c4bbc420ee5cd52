using System.Net.ServerSentEvents;
using System.Text.Json;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core.Events;

namespace LitePipeline.AspNetCore.Client;

/// <summary>A remote manager's events: each subscriber has a stream of its own, opened again when it breaks. What happened meanwhile is not told.</summary>
internal sealed class RemoteEvents(HttpClient http) : IObservable<PipelineEvent>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public IDisposable Subscribe(IObserver<PipelineEvent> observer)
    {
        var end = new CancellationTokenSource();
        _ = Task.Run(() => ReadAsync(observer, end.Token), CancellationToken.None);
        return new Subscription(end);
    }

    private async Task ReadAsync(IObserver<PipelineEvent> observer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var stream = await http.GetStreamAsync(new Uri(Routes.V1.Events, UriKind.Relative), cancellationToken);
                await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
                {
                    if (item.EventType == "event" && JsonSerializer.Deserialize(item.Data, ApiJsonContext.Default.PipelineEvent) is { } happened) observer.OnNext(happened);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // A manager that restarts is back in a moment.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Subscription(CancellationTokenSource end) : IDisposable
    {
        public void Dispose() => end.Cancel();
    }
}
