using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Hosting.Packages;

namespace EmbeddedInWebApp;

/// <summary>Deploys the app's application with the app, where it is not there from an earlier start.</summary>
internal sealed class OrdersApplication(IPipelineManager manager) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var known = await manager.ListApplicationsAsync(new ApplicationQuery { Name = Orders.Name, Limit = 1 }, cancellationToken);
        if (known.Total > 0) return;
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(Orders.Application, "orders", package, cancellationToken);
        package.Position = 0;
        await manager.CreateApplicationAsync(new CreateApplicationRequest(Orders.Name, PackageFormat.TarGz, "Counts the orders of the day and writes the report"), package, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
