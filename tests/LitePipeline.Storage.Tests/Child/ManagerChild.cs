using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;
using LitePipeline.Storage.Packages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Storage.Tests.Child;

/// <summary>Processes that are a manager on SQLite with a package folder.</summary>
internal static class ManagerChild
{
    /// <summary>Uploads an application that is accepted, and another one that never is: it says the digest of each once its package is saved, and waits to be killed.</summary>
    public static async Task<int> UploadAsync(string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IPackageStore>(new StuckStore(new FileSystemPackageStore(new PackageFolderOptions { Path = Path.Combine(folder, "packages") })));
        builder.Services.AddLitePipelineManager().UseSqlite(Path.Combine(folder, "manager.db")).UseInProcessTransport();
        using var host = builder.Build();
        await host.StartAsync();
        foreach (var name in (string[])["accepted", "stuck"])
        {
            using var package = new MemoryStream();
            await PackageBuilder.PackDefinitionAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = name, Main = "true" }], OutputAction = name }, name, package);
            package.Position = 0;
            await host.Services.GetRequiredService<IPipelineManager>().CreateApplicationAsync(new CreateApplicationRequest(name, PackageFormat.TarGz), package);
        }

        return 0;
    }

    /// <summary>A store of which nobody can read the second package, so that its upload stays between saved and decided.</summary>
    private sealed class StuckStore(FileSystemPackageStore packages) : IPackageStore
    {
        private int _saved;

        public async Task<PackageReference> SaveAsync(Stream content, PackageFormat format, CancellationToken cancellationToken)
        {
            var package = await packages.SaveAsync(content, format, cancellationToken);
            _saved++;
            return package;
        }

        public async Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellationToken)
        {
            Console.WriteLine(sha256);
            if (_saved > 1) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return await packages.OpenReadAsync(sha256, cancellationToken);
        }

        public Task DeleteAsync(string sha256, CancellationToken cancellationToken) => packages.DeleteAsync(sha256, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => packages.ListAsync(cancellationToken);
    }
}
