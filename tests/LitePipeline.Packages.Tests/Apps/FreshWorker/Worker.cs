using LitePipeline.Hosting.Pipelines;

namespace FreshWorker;

public class Worker(IPipeline<Number, Number> pipeline, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = await pipeline.RunAsync(new Number(21), cancellationToken: stoppingToken);
        Console.WriteLine($"done: {done.Value}");
        lifetime.StopApplication();
    }
}
