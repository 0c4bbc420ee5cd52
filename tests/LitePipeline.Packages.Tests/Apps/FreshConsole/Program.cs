using System.Text.Json.Serialization;
using LitePipeline.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddLitePipelineManager().UseSqlite("data/manager.db").UsePackageFolder("data/packages").UseInProcessTransport();
builder.Services.AddLitePipelineNode(node => node.DataPath = "data/node").UseInProcessTransport();
builder.Services.AddPipeline<Number, Parts>("parts", Json.Default, static pipeline =>
{
    var half = pipeline.Action("half", pipeline.Input, static (number, _) => new Number(number.Value / 2));
    return pipeline.Action("rest", pipeline.Input, half, static (number, half, _) => new Parts(half.Value, number.Value - half.Value));
});
using var host = builder.Build();
await host.StartAsync();
var parts = await host.Services.GetRequiredService<IPipeline<Number, Parts>>().RunAsync(new Number(7));
Console.WriteLine($"7 is {parts.Half} and {parts.Rest}");
await host.StopAsync();

public sealed record Number(int Value);

public sealed record Parts(int Half, int Rest);

[JsonSerializable(typeof(Number))]
[JsonSerializable(typeof(Parts))]
public sealed partial class Json : JsonSerializerContext;
