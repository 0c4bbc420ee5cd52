using System.Net;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.TestCluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Fuzzing.Http;

/// <summary>A manager with its API on a port of its own, one of each thing that a request can name, and no node: nothing changes but by requests.</summary>
internal sealed class ApiSession : IDisposable
{
    private readonly LitePipelineTestCluster _cluster;
    private readonly WebApplication _app;

    private ApiSession(LitePipelineTestCluster cluster, WebApplication app, LastFailure failure, IReadOnlyDictionary<string, string> known)
    {
        (_cluster, _app, Failure, Known) = (cluster, app, failure, known);
        Line = new HttpLine(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
    }

    public HttpLine Line { get; }

    /// <summary>The last failure that the service has logged.</summary>
    public LastFailure Failure { get; }

    /// <summary>What <see cref="FingerprintAsync"/> gave after the last request; null where that may have changed something.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>How many requests it has answered.</summary>
    public int Answered { get; set; }

    /// <summary>The ids of what is there, by what stands for them in a case.</summary>
    public IReadOnlyDictionary<string, string> Known { get; }

    public IReadOnlyList<RouteEndpoint> Routes => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<ApiSession> StartAsync()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var cluster = await LitePipelineTestCluster.StartAsync(options => (options.Nodes, options.Time) = (0, time));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(cluster.Manager);
        builder.Services.AddLitePipelineApi(api => (api.MaxJsonSize, api.MaxPackageSize) = (64 << 10, 256 << 10));
        var failure = new LastFailure();
        builder.Logging.AddProvider(failure);
        var app = builder.Build();
        app.MapLitePipelineApi();
        await app.StartAsync();
        return new ApiSession(cluster, app, failure, await StockAsync(cluster));
    }

    /// <summary>What a refused request must leave as it was.</summary>
    public async Task<string> FingerprintAsync()
    {
        var manager = _cluster.Manager;
        var audit = await manager.ListAuditAsync(new AuditQuery { Limit = 1 });
        return string.Join(',',
            audit.Total, (await manager.ListApplicationsAsync(new ApplicationQuery { Limit = 1 })).Total, (await manager.ListVenvsAsync(new VenvQuery { Limit = 1 })).Total, (await manager.ListTasksAsync(new TaskQuery { Limit = 1 })).Total,
            (await manager.ListWorkflowsAsync(new WorkflowQuery { Limit = 1 })).Total, (await manager.ListWorksAsync(new WorkQuery { Limit = 1 })).Total, (await manager.ListSchedulesAsync(new ScheduleQuery { Limit = 1 })).Total, (await manager.ListServicesAsync(new ServiceQuery { Limit = 1 })).Total);
    }

    public void Dispose()
    {
        Line.Dispose();
        DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private static async Task<Dictionary<string, string>> StockAsync(LitePipelineTestCluster cluster)
    {
        var manager = cluster.Manager;
        var application = await cluster.DeployAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "first", Main = "true" }], OutputAction = "first" });
        var venv = await manager.CreateVenvAsync(new CreateVenvRequest("venv", PackageFormat.TarGz), new MemoryStream(HttpCases.Venv));
        var workflow = await manager.CreateWorkflowAsync(new CreateWorkflowRequest("workflow", JsonData.Parse($$"""{"applications":[{"name":"one","app_id":"{{application}}"}]}"""), "", true));
        var task = await manager.SubmitTaskAsync(new SubmitTaskRequest(application, "task"));
        var work = await manager.CreateWorkAsync(new CreateWorkRequest(workflow, "work"));
        var schedule = await manager.CreateScheduleAsync(new ScheduleContent("schedule", ScheduleSource.Application, application.Value, JsonData.EmptyObject, new ScheduleTiming { Hour = 1, Minute = 1 }, MissedRuns.Skip, RunOverlap.Allow, true));
        var service = await manager.CreateServiceAsync(new ServiceContent("service", "", application, JsonData.EmptyObject, StopSignal.Kill, false));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["@application@"] = application.ToString(), ["@venv@"] = venv.ToString(), ["@workflow@"] = workflow.ToString(), ["@task@"] = task.ToString(),
            ["@work@"] = work.ToString(), ["@schedule@"] = schedule.ToString(), ["@service@"] = service.ToString(),
        };
    }
}
