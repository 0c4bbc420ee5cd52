using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Tests.Watching;

public class InboxTests
{
    private static WatchItem.LogLine Line(int number) => new("source", $"{number}");

    [Fact]
    public async Task Output_that_nobody_takes_waits_and_events_do_not()
    {
        var inbox = new WatchInbox(TimeProvider.System);
        var written = 0;
        using var end = new CancellationTokenSource();
        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                await inbox.PutAsync(Line(i), end.Token);
                Volatile.Write(ref written, i + 1);
            }
        });
        await ToolHost.UntilAsync(() => Task.FromResult(Volatile.Read(ref written) >= 500), "it is full");
        Assert.True(inbox.Writer.TryWrite(new WatchItem.Opened()));

        // One look ends, however fast more comes.
        var first = inbox.Take().ToList();
        Assert.InRange(first.OfType<WatchItem.LogLine>().Count(), 1, 500);
        var taken = first.OfType<WatchItem.LogLine>().ToList();
        await inbox.TakeUntilAsync(flood, () => taken.AddRange(inbox.Take().OfType<WatchItem.LogLine>()), default).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Enumerable.Range(0, 100_000).Select(number => $"{number}"), taken.Select(line => line.Line));
    }

    [Fact]
    public async Task What_is_over_before_it_is_waited_for_is_taken_whole()
    {
        var inbox = new WatchInbox(TimeProvider.System);
        await inbox.PutAsync(Line(1), default);
        var taken = new List<WatchItem>();
        await inbox.TakeUntilAsync(Task.CompletedTask, () => taken.AddRange(inbox.Take()), default);
        Assert.Contains(Line(1), taken);
    }
}
