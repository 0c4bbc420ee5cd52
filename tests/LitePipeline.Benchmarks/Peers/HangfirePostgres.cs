using Hangfire;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Hangfire on a PostgreSQL, with its tables made.</summary>
internal sealed class HangfirePostgres(string connectionString) : IDisposable
{
    private readonly JobStorage _storage = HangfireJobs.OnPostgres(connectionString);

    public Task RunAsync(int count) => HangfireJobs.RunAsync(_storage, count, workers: 20);

    public void Dispose() => (_storage as IDisposable)?.Dispose();
}
