using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Hangfire: enqueue jobs that do nothing, wait until all have run.</summary>
internal static class HangfireJobs
{
    public static async Task RunInMemoryAsync(int count)
    {
        using var storage = new InMemoryStorage();
        await RunAsync(storage, count, workers: 2);
    }

    /// <summary>Its tables, made beforehand.</summary>
    public static JobStorage OnPostgres(string connectionString)
    {
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50), EnableLongPolling = true };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
    }

    public static async Task RunAsync(JobStorage storage, int count, int workers)
    {
        var done = Countdown.Begin(count);
        var client = new BackgroundJobClient(storage);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers, SchedulePollingInterval = TimeSpan.FromSeconds(1) }, storage);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(first => Task.Run(() =>
        {
            for (var i = first; i < count; i += workers) client.Enqueue(() => Countdown.Signal());
        })));
        await done;
    }
}
