using System.Net;
using System.Net.ServerSentEvents;
using System.Threading.Channels;
using LitePipeline.AspNetCore.Api;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Watching;

/// <summary>Reads a manager's stream of events, and opens it again when it breaks, for as long as a manager needs to restart.</summary>
internal sealed class EventFeed : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(1);

    // A manager says at least each 15 s that it lives.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly ManagerAddress _address;
    private readonly HttpClient _http;
    private readonly string _route;
    private readonly ChannelWriter<WatchItem> _inbox;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reading;
    private bool _wasOpen;

    /// <summary>Begins to read.</summary>
    /// <param name="remote">The manager.</param>
    /// <param name="only">Which events are of interest.</param>
    /// <param name="inbox">Takes what comes; it is completed with the reason when the manager stays away.</param>
    /// <param name="time">The clock.</param>
    public EventFeed(RemoteManager remote, Query only, ChannelWriter<WatchItem> inbox, TimeProvider time)
    {
        (_address, _http, _inbox, _time) = (remote.Address, remote.Http, inbox, time);
        _route = only.On(Routes.V1.Events);
        _reading = Task.Run(ReadAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        var lost = _time.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (!await ReadStreamAsync(() => lost = _time.GetTimestamp())) return;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
            {
                if (_end.IsCancellationRequested) return;
                if (!_wasOpen || _time.GetElapsedTime(lost) > LongestAbsence)
                {
                    _inbox.TryComplete(ManagerHttp.Unreachable(_address, failure));
                    return;
                }
            }
            await Task.Delay(Pause, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads until the stream ends; false where there is none to be had.</summary>
    private async Task<bool> ReadStreamAsync(Action lives)
    {
        using var silent = new CancellationTokenSource(LongestSilence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, _end.Token);
        using var response = await _http.GetAsync(new Uri(_route, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, either.Token);
        var isAnswer = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed && !isAnswer)
        {
            _inbox.TryWrite(new WatchItem.NoStream());
            return false;
        }
        if (isAnswer)
        {
            _inbox.TryComplete(await Refusal.OfProblemAsync(response, either.Token));
            return false;
        }
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(either.Token))
        {
            silent.CancelAfter(LongestSilence);
            lives();
            if (item.EventType == "subscribed") _inbox.TryWrite(new WatchItem.Opened());
            else if (item.EventType == "event") _inbox.TryWrite(new WatchItem.Happened(item.Data));
            _wasOpen = true;
        }
        return true;
    }
}
