using CsCheck;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Services;

namespace LitePipeline.Core.Tests.Services;

public class RestartDelayTests
{
    private static readonly ManagerSettings Settings = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1_000_000, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_pause_doubles_with_each_end_in_a_row_up_to_the_longest(int endsInARow, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartDelay.After(endsInARow, Settings));

    [Fact]
    public void Only_a_task_that_lived_steadily_ends_the_row()
    {
        Assert.Equal(5, RestartDelay.Count(4, TimeSpan.FromSeconds(59), Settings));
        Assert.Equal(0, RestartDelay.Count(4, TimeSpan.FromSeconds(60), Settings));
        Assert.Equal(int.MaxValue, RestartDelay.Count(int.MaxValue, TimeSpan.Zero, Settings));
    }

    [Fact]
    public void The_pause_never_shrinks_in_a_row_and_keeps_within_its_bounds() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 600], Gen.Int[0, 200]).Sample((first, longest, ends) =>
        {
            var settings = new ManagerSettings { ServiceRestartDelay = TimeSpan.FromMilliseconds(first), ServiceMaxRestartDelay = TimeSpan.FromMilliseconds(first) + TimeSpan.FromSeconds(longest) };
            var (now, next) = (RestartDelay.After(ends, settings), RestartDelay.After(ends + 1, settings));
            Assert.InRange(now, settings.ServiceRestartDelay, settings.ServiceMaxRestartDelay);
            Assert.InRange(next, now, settings.ServiceMaxRestartDelay);
        });
}
