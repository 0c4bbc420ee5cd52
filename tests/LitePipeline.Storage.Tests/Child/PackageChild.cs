using LitePipeline.Core.Packages;
using LitePipeline.Storage.Packages;

namespace LitePipeline.Storage.Tests.Child;

/// <summary>Processes that have a package folder.</summary>
internal static class PackageChild
{
    /// <summary>Saves packages of their own, several at once, and says the digest of each that was answered.</summary>
    public static async Task<int> SaveAsync(string folder)
    {
        var store = new FileSystemPackageStore(new PackageFolderOptions { Path = folder });
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            while (true)
            {
                var package = await store.SaveAsync(Content(Guid.NewGuid(), 700_000), PackageFormat.Zip, CancellationToken.None);
                lock (gate) Console.WriteLine(package.Sha256);
            }
        }));
        return 0;
    }

    /// <summary>Saves packages until one is refused, makes room, and saves the same again.</summary>
    public static async Task<int> FillAsync(string folder)
    {
        var store = new FileSystemPackageStore(new PackageFolderOptions { Path = folder });
        var first = await store.SaveAsync(Content(Guid.NewGuid(), 2_000_000), PackageFormat.Zip, CancellationToken.None);
        var refused = Guid.NewGuid();
        try
        {
            for (; ; refused = Guid.NewGuid()) await store.SaveAsync(Content(refused, 700_000), PackageFormat.Zip, CancellationToken.None);
        }
        catch (IOException full)
        {
            Console.WriteLine(full.Message);
        }

        Console.WriteLine(Directory.EnumerateFiles(Path.Combine(folder, "incoming")).Count());
        await store.DeleteAsync(first.Sha256, CancellationToken.None);
        Console.WriteLine((await store.SaveAsync(Content(refused, 700_000), PackageFormat.Zip, CancellationToken.None)).Size);
        return 0;
    }

    private static MemoryStream Content(Guid seed, int length)
    {
        var content = new byte[length];
        new Random(seed.GetHashCode()).NextBytes(content);
        seed.TryWriteBytes(content);
        return new MemoryStream(content);
    }
}
