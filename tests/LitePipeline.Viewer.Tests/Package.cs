using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Venvs;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Viewer.Tests;

/// <summary>Packages of texts, as a user would write them.</summary>
internal static class Package
{
    /// <summary>Packs files by name.</summary>
    public static async Task<byte[]> PackAsync(params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("viewer-");
        try
        {
            var top = folder.CreateSubdirectory("package");
            foreach (var (name, text) in files)
            {
                var path = Path.Combine(top.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text);
            }

            using var package = new MemoryStream();
            await PackageBuilder.PackFolderAsync(top.FullName, package);
            return package.ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static async Task<AppId> UploadAsync(this IPipelineManager manager, string name, string description, params (string Name, string Text)[] files)
    {
        using var package = new MemoryStream(await PackAsync(files));
        return await manager.CreateApplicationAsync(new CreateApplicationRequest(name, PackageFormat.TarGz, description), package);
    }

    public static async Task<VenvId> UploadVenvAsync(this IPipelineManager manager, string name, string description)
    {
        using var package = new MemoryStream(await PackAsync(("bin/activate", "# activates nothing\n")));
        return await manager.CreateVenvAsync(new CreateVenvRequest(name, PackageFormat.TarGz, description), package);
    }
}
