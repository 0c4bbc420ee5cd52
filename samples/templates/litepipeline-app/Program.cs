using LitePipeline.Hosting.Pipelines;
using LitePipelineApp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);

// The manager keeps every task in data/manager.db: what it has accepted survives the end of this process, however it comes.
builder.Services.AddLitePipelineManager().UseSqlite("data/manager.db").UsePackageFolder("data/packages").UseInProcessTransport();
builder.Services.AddLitePipelineNode(node => node.DataPath = "data/node").UseInProcessTransport();

// One action for each word, as many at once as the node has slots, and one that takes all their results.
builder.Services.AddPipeline<Text, Report>("words", AppJson.Default, static pipeline =>
{
    var words = pipeline.ForEach("measure", pipeline.Input, Words.SplitAsync, Words.MeasureAsync);
    return pipeline.Action("report", words, static (all, _) => new Report(all.Count, all.MaxBy(word => word.Length)?.Value));
});

using var host = builder.Build();
await host.StartAsync();

var words = host.Services.GetRequiredService<IPipeline<Text, Report>>();
var report = await words.RunAsync(new Text("Decide persist act"));
Console.WriteLine($"{report.Words} words, and the longest is {report.Longest}.");

await host.StopAsync();
