using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using FreshWorker;
using LitePipeline.Hosting.Pipelines;

var builder = Host.CreateApplicationBuilder(args);
var port = FreePort();
builder.Services.AddLitePipelineManager().UseSqlite("data/manager.db").UsePackageFolder("data/packages").UseTcpTransport(tcp => tcp.Port = port);
builder.Services.AddLitePipelineNode(node => node.DataPath = "data/node").UseTcpTransport(tcp => tcp.ManagerPort = port);
builder.Services.AddPipeline<Number, Number>("double", Json.Default, static pipeline => pipeline.Action("double", pipeline.Input, static (number, _) => new Number(number.Value * 2)));
builder.Services.AddHostedService<Worker>();
builder.Build().Run();

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

public sealed record Number(int Value);

[JsonSerializable(typeof(Number))]
public sealed partial class Json : JsonSerializerContext;
