using System.Text.Json.Serialization;
using LitePipeline.Hosting.Pipelines;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddLitePipelineManager().UseSqlite("data/manager.db").UsePackageFolder("data/packages").UseInProcessTransport();
builder.Services.AddLitePipelineNode(node => node.DataPath = "data/node").UseInProcessTransport();
builder.Services.AddPipeline<Number, Number>("double", Json.Default, static pipeline => pipeline.Action("double", pipeline.Input, static (number, _) => new Number(number.Value * 2)));
builder.Services.AddLitePipelineApi();
var app = builder.Build();
app.MapLitePipelineApi();
app.MapLitePipelineViewer();
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
using var page = await client.GetAsync("/viewer/");
Console.WriteLine($"the viewer: {page.StatusCode} {page.Content.Headers.ContentType?.MediaType}");
await app.Services.GetRequiredService<IPipeline<Number, Number>>().RunAsync(new Number(21));
var tasks = await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/tasks");
Console.WriteLine($"the task: {tasks.GetProperty("items")[0].GetProperty("state").GetProperty("status").GetString()}");
await app.StopAsync();

public sealed record Number(int Value);

[JsonSerializable(typeof(Number))]
public sealed partial class Json : JsonSerializerContext;
