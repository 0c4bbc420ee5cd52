using System.Security.Cryptography;
using LitePipeline.Core.Packages;
using LitePipeline.Storage.Packages;
using LitePipeline.Storage.Tests.Child;
using LitePipeline.Storage.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LitePipeline.Storage.Tests.Packages;

public sealed class PackageFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-packages-");

    private string Folder => _folder.FullName;

    private string[] Files => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))];

    public void Dispose() => _folder.Delete(recursive: true);

    private FileSystemPackageStore Open() => new(new PackageFolderOptions { Path = Folder });

    [Fact]
    public async Task A_package_is_a_file_named_by_its_digest_and_there_after_a_restart()
    {
        var package = await Open().SaveAsync(new MemoryStream("package"u8.ToArray()), PackageFormat.Zip, CancellationToken.None);
        Assert.Equal([$"{package.Sha256[..2]}/{package.Sha256[2..4]}/{package.Sha256}.pkg"], Files);
        await using var content = await Open().OpenReadAsync(package.Sha256, CancellationToken.None);
        Assert.Equal("package", await new StreamReader(content).ReadToEndAsync());
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_removed_at_the_next_start_and_nothing_else()
    {
        var package = await Open().SaveAsync(new MemoryStream("package"u8.ToArray()), PackageFormat.Zip, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Folder, "incoming", $"{Guid.NewGuid():n}.tmp"), "half");
        await File.WriteAllTextAsync(Path.Combine(Folder, "incoming", "README"), "not ours");
        Open();
        Assert.Equal(["incoming/README", $"{package.Sha256[..2]}/{package.Sha256[2..4]}/{package.Sha256}.pkg"], Files.Order(StringComparer.Ordinal).OrderByDescending(file => file.StartsWith("incoming", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_package_that_arrives_during_another_start_is_not_taken_for_a_leftover()
    {
        using var held = new BrokenStream("package"u8.ToArray(), holds: true);
        var saving = Open().SaveAsync(held, PackageFormat.Zip, CancellationToken.None);
        await held.Reached.WaitAsync(Limit.Time);
        var second = Open();
        held.Release();
        var package = await saving.WaitAsync(Limit.Time);
        await using var content = await second.OpenReadAsync(package.Sha256, CancellationToken.None);
        Assert.Equal("package", await new StreamReader(content).ReadToEndAsync());
    }

    [Fact]
    public async Task A_killed_process_leaves_whole_packages_and_all_that_were_answered()
    {
        for (var round = 0; round < 4; round++)
        {
            var answered = new List<string>();
            using (var child = ChildProcess.Start("save", Path.Combine(Folder, "x")))
            {
                for (var count = 0; count < 5 + round * 7; count++) answered.Add((await child.ReadLineAsync())!);
                await child.KillAsync();
                answered.AddRange((await child.ReadToEndAsync()).Where(line => line.Length == 64));
            }

            var store = Open();
            foreach (var sha256 in answered) await using (await store.OpenReadAsync(sha256, CancellationToken.None)) { }
            foreach (var file in Files)
            {
                Assert.EndsWith(".pkg", file, StringComparison.Ordinal);
                var content = await File.ReadAllBytesAsync(Path.Combine(Folder, file));
                Assert.Equal(Path.GetFileNameWithoutExtension(file), Convert.ToHexStringLower(SHA256.HashData(content)));
            }
        }
    }

    [NeedsSmallDiskFact]
    public async Task A_full_disk_fails_the_save_and_leaves_nothing_of_it()
    {
        using var child = ChildProcess.StartOnSmallDisk("save-until-full", Folder, "6m");
        var lines = await child.ReadToEndAsync();
        Assert.Equal(3, lines.Length);
        Assert.Contains("space", lines[0], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["0", "700000"], lines[1..]);
    }

    [Fact]
    public void Wrong_options_are_refused_by_name_when_the_host_starts()
    {
        File.WriteAllText(Path.Combine(Folder, "file"), "");
        Assert.Contains("LitePipeline:Manager:Packages:Path", Refusal(options => options.Path = ""), StringComparison.Ordinal);
        Assert.Contains("NUL", Refusal(options => options.Path = "a\0b"), StringComparison.Ordinal);
        Assert.Contains("cannot be written", Refusal(options => options.Path = Path.Combine(Folder, "file", "packages")), StringComparison.Ordinal);
        Assert.Contains("MaxPackageBytes", Refusal(options => (options.Path, options.MaxPackageBytes) = (Folder, 0)), StringComparison.Ordinal);

        static string Refusal(Action<PackageFolderOptions> configure)
        {
            var services = new ServiceCollection();
            services.AddLitePipelineManager().UsePackageFolder(configure);
            using var provider = services.BuildServiceProvider();
            return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PackageFolderOptions>>().Value).Message;
        }
    }
}
