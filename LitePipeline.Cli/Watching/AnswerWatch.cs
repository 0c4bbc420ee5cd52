using System.Text.Json;
using LitePipeline.Cli.Client;
using Spectre.Console;

namespace LitePipeline.Cli.Watching;

/// <summary>An answer as it is printed.</summary>
/// <param name="Text">What is printed.</param>
/// <param name="IsLast">Whether nothing more is to come.</param>
internal sealed record WatchedAnswer(string Text, bool IsLast);

/// <summary>Shows an answer again whenever an event has made it old.</summary>
/// <param name="manager">Tells of events.</param>
/// <param name="kinds">How the kinds of events begin after which the answer may be another.</param>
/// <param name="ask">Asks for the answer.</param>
/// <param name="time">The clock.</param>
internal sealed class AnswerWatch(ManagerClient manager, string[] kinds, Func<Task<WatchedAnswer>> ask, TimeProvider time)
{
    // Many events in a row cost one question.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Prints each answer that differs from the one before, with an empty line between them.</summary>
    public async Task PrintAsync(TextWriter output, CancellationToken cancellationToken)
    {
        string? before = null;
        await FollowAsync(async text =>
        {
            if (text == before) return;
            await output.WriteAsync(before is null || text.StartsWith('{') ? text : "\n" + text);
            await output.FlushAsync(cancellationToken);
            before = text;
        }, cancellationToken);
    }

    /// <summary>Draws the answer in place.</summary>
    public Task DrawAsync(TextWriter output, CancellationToken cancellationToken) =>
        WatchScreen.Console(output).Live(new Text("")).StartAsync(live => FollowAsync(text =>
        {
            live.UpdateTarget(new Markup(text.TrimEnd('\n')) { Overflow = Overflow.Crop });
            live.Refresh();
            return Task.CompletedTask;
        }, cancellationToken));

    private async Task FollowAsync(Func<string, Task> show, CancellationToken cancellationToken)
    {
        var inbox = new WatchInbox(time);
        await using var feed = new EventFeed(manager.Remote, Query.None, inbox.Writer, time);
        var polls = false;
        while (true)
        {
            await inbox.WaitAsync(polls ? PollInterval : Timeout.InfiniteTimeSpan, cancellationToken);
            var isOld = polls;
            foreach (var item in inbox.Take())
            {
                polls |= item is WatchItem.NoStream;
                isOld |= item is WatchItem.Opened or WatchItem.NoStream || (item is WatchItem.Happened happened && Concerns(happened.Json));
            }
            if (!isOld) continue;
            var answer = await ask();
            await show(answer.Text);
            if (answer.IsLast) return;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private bool Concerns(string json)
    {
        using var happened = JsonDocument.Parse(json);
        return happened.RootElement.TryGetProperty("kind", out var kind) && kind.GetString() is { } name && kinds.Any(one => name.StartsWith(one, StringComparison.Ordinal));
    }
}
