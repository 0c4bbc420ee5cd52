using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core.Events;

namespace LitePipeline.AspNetCore.Client;

/// <summary>
/// A remote manager's events: each subscriber has a stream of its own, which is opened again when it breaks and goes on behind the last event that came.
/// What happened meanwhile is not told where the manager itself was started again, or keeps it no longer.
/// </summary>
internal sealed class RemoteEvents(HttpClient http) : IObservable<PipelineEvent>
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(15);

    // A manager says at least each 15 s that it lives; a connection that is cut in silence never ends by itself.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    public IDisposable Subscribe(IObserver<PipelineEvent> observer)
    {
        var end = new CancellationTokenSource();
        _ = Task.Run(() => FollowAsync(observer, end.Token), CancellationToken.None);
        return new Subscription(end);
    }

    private async Task FollowAsync(IObserver<PipelineEvent> observer, CancellationToken cancellationToken)
    {
        var (pause, seen) = (FirstPause, "");
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Routes.V1.Events, UriKind.Relative));
                if (seen.Length > 0) request.Headers.TryAddWithoutValidation("Last-Event-ID", seen);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (await IsFinalAsync(answer, observer, cancellationToken)) return;
                if (answer.IsSuccessStatusCode)
                {
                    pause = FirstPause;
                    await ReadAsync(answer, observer, id => seen = id, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // A manager that restarts is back in a moment.
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // Who is refused now is refused the next time too; to ask again and again would only look like an attempt to guess.
    private static async Task<bool> IsFinalAsync(HttpResponseMessage answer, IObserver<PipelineEvent> observer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)) return false;
        observer.OnError((Exception?)await HttpExchange.RefusalAsync(answer, cancellationToken)
            ?? new HttpRequestException($"The manager answered {(int)answer.StatusCode} {answer.ReasonPhrase}.", null, answer.StatusCode));
        return true;
    }

    private static async Task ReadAsync(HttpResponseMessage answer, IObserver<PipelineEvent> observer, Action<string> seen, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(LongestSilence);
        await using var stream = await answer.Content.ReadAsStreamAsync(silence.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(silence.Token))
        {
            silence.CancelAfter(LongestSilence);
            if (item.EventType == "event" && Read(item.Data) is { } happened) observer.OnNext(happened);
            if (item.EventId is { } id) seen(id);
        }
    }

    // A newer manager may tell of what this client does not know yet.
    private static PipelineEvent? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, ApiJsonContext.Default.PipelineEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Subscription(CancellationTokenSource end) : IDisposable
    {
        public void Dispose() => end.Cancel();
    }
}
