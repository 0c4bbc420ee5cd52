using LitePipeline.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PipelineInCode;

// How large is each folder below the one that is given? An action for each of them, as many at once as the node has slots.
var folder = Path.GetFullPath(args is [var given, ..] ? given : ".");
var data = args is [_, var place, ..] ? place : Path.Combine(".litepipeline", "pipeline-in-code");

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddLitePipelineManager().UseSqlite(Path.Combine(data, "manager.db")).UsePackageFolder(Path.Combine(data, "packages")).UseInProcessTransport();
builder.Services.AddLitePipelineNode(node => node.DataPath = Path.Combine(data, "node")).UseInProcessTransport();

builder.Services.AddPipeline<Tree, Report>("folder sizes", TreeJson.Default, static pipeline =>
{
    var sizes = pipeline.ForEach("measure", pipeline.Input, Folders.ListAsync, Folders.MeasureAsync, static folder => folder.Name)
        .Each(static measure => measure.Retry(2).Timeout(TimeSpan.FromMinutes(5)));
    return pipeline.Action("report", sizes, static (all, _) => new Report(all.Sum(size => size.Bytes), [.. all.OrderByDescending(size => size.Bytes)]));
});

using var host = builder.Build();
await host.StartAsync();

var pipeline = host.Services.GetRequiredService<IPipeline<Tree, Report>>();
var run = await pipeline.SubmitAsync(new Tree(folder));
await foreach (var progress in run.WatchAsync())
    if (progress.Kind == ProgressKind.Ended) Console.WriteLine($"{progress.Action}: {progress.Status}");
try
{
    var report = await run.WaitAsync();
    foreach (var size in report.Folders) Console.WriteLine($"{size.Bytes,15:N0}  {size.Files,7:N0} files  {size.Name}");
    Console.WriteLine($"{report.Bytes,15:N0}  in {folder}");
    return 0;
}
catch (PipelineFailedException failed)
{
    Console.Error.WriteLine($"{failed.Action} failed: {failed.Failure?.Message}");
    return 1;
}
finally
{
    await host.StopAsync();
}
