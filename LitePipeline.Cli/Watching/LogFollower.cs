using LitePipeline.Core;
using LitePipeline.Core.Actions;

namespace LitePipeline.Cli.Watching;

/// <summary>Follows the output of many attempts at once, each to its end, and passes it on by lines.</summary>
internal sealed class LogFollower(IPipelineManager manager, WatchInbox inbox) : IAsyncDisposable
{
    // A task of ten thousand actions does not open ten thousand streams; those whose turn comes late are read from their beginning.
    private const int MostAtOnce = 16;

    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly Dictionary<AttemptKey, Task> _followed = [];

    /// <summary>Follows an attempt, once.</summary>
    public void Follow(AttemptKey attempt, string source)
    {
        if (!_followed.ContainsKey(attempt)) _followed.Add(attempt, Task.Run(() => FollowAsync(attempt, source)));
    }

    /// <summary>Waits until all that is followed has ended.</summary>
    public Task DrainAsync() => Task.WhenAll(_followed.Values);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await DrainAsync();
        _end.Dispose();
        _turns.Dispose();
    }

    private async Task FollowAsync(AttemptKey attempt, string source)
    {
        try
        {
            await _turns.WaitAsync(_end.Token);
            try
            {
                await using var log = await manager.OpenLogAsync(attempt.Task, attempt.Action, 0, follow: true, attempt.Attempt, _end.Token);
                using var lines = new LogLines(log);
                while (await lines.ReadAsync(_end.Token) is { } line) await inbox.PutAsync(new WatchItem.LogLine(source, line), _end.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (Exception failure) when (failure is LitePipelineException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The output is gone with its node or its workspace, or nobody wants it any more: the task goes on.
        }
    }
}
