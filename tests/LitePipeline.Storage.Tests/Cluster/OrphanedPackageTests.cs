using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;
using LitePipeline.Storage.Packages;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Storage.Tests.Cluster;

/// <summary>Packages that a killed manager left and nothing names.</summary>
public sealed class OrphanedPackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-orphans-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Kept => [.. Directory.EnumerateFiles(Path.Combine(_folder.FullName, "packages"), "*.pkg", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLitePipelineManager(options => options.NodeReturnTimeout = TimeSpan.FromMilliseconds(100)).UseSqlite(Path.Combine(_folder.FullName, "manager.db")).UsePackageFolder(Path.Combine(_folder.FullName, "packages")).UseInProcessTransport();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    [Fact]
    public async Task What_was_saved_by_a_manager_that_was_killed_before_it_decided_goes_at_the_next_start()
    {
        string accepted, stuck;
        using (var child = ChildProcess.Start("upload", Path.Combine(_folder.FullName, "x")))
        {
            (accepted, stuck) = ((await child.ReadLineAsync())!, (await child.ReadLineAsync())!);
            await child.KillAsync();
        }

        Assert.Equal(new[] { accepted, stuck }.Order(), Kept);
        using var host = await StartAsync();
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Kept.Length == 1), "the package that nothing names is gone");
        var manager = host.Services.GetRequiredService<IPipelineManager>();
        var application = Assert.Single((await manager.ListApplicationsAsync(new())).Items);
        Assert.Equal(("accepted", accepted), (application.Name, application.Package.Sha256));
        await using (var package = (await manager.OpenPackageAsync(application.Id)).Content) Assert.NotEqual(-1, package.ReadByte());
        await host.StopAsync();
    }

    [Fact]
    public async Task What_is_uploaded_again_while_the_next_manager_starts_stays()
    {
        using var content = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "a", Main = "true" }], OutputAction = "a" }, "a", content);
        var left = new FileSystemPackageStore(new PackageFolderOptions { Path = Path.Combine(_folder.FullName, "packages") });
        for (var round = 0; round < 5; round++)
        {
            for (byte other = 0; other < 20; other++) await left.SaveAsync(new MemoryStream([other]), PackageFormat.Zip, CancellationToken.None);
            var wanted = await left.SaveAsync(new MemoryStream(content.ToArray()), PackageFormat.TarGz, CancellationToken.None);
            using var host = await StartAsync();
            var manager = host.Services.GetRequiredService<IPipelineManager>();
            var app = await manager.CreateApplicationAsync(new CreateApplicationRequest("again", PackageFormat.TarGz), new MemoryStream(content.ToArray()));
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Kept.Length == 1), "only what is named is left");
            Assert.Equal([wanted.Sha256], Kept);
            await manager.DeleteApplicationAsync(app);
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Kept.Length == 0), "what is named no more is gone");
            await host.StopAsync();
        }
    }
}
