using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Quartz with its store in memory: schedule jobs that do nothing for now, wait until all have run.</summary>
internal static class QuartzInMemory
{
    public static async Task RunAsync(int count)
    {
        var done = Countdown.Begin(count);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddQuartz(quartz =>
            {
                quartz.UseInMemoryStore();
                quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = 2);
            })
            .BuildServiceProvider();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.Start();
        for (var i = 0; i < count; i++)
        {
            await scheduler.ScheduleJob(JobBuilder.Create<Nothing>().Build(), TriggerBuilder.Create().StartNow().Build());
        }

        await done;
        await scheduler.Shutdown();
    }

    private sealed class Nothing : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            Countdown.Signal();
            return ValueTask.CompletedTask;
        }
    }
}
