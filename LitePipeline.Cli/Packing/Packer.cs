using System.Globalization;
using System.Security.Cryptography;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Cli.Packing;

/// <summary>A package that was made.</summary>
/// <param name="File">Its file.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Version">Its SHA-1, by which a manager knows it.</param>
internal sealed record PackedPackage(string File, long Size, string Version)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File} ({Size:#,0} bytes, version {Version})");
}

/// <summary>Packs a folder into a file that is there whole and checked, or not at all.</summary>
internal sealed class Packer(IPackageCheck check, TextWriter warnings)
{
    public async Task<PackedPackage> PackAsync(DirectoryInfo folder, string file, PackageFormat format, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (path.StartsWith(folder.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw ToolException.Usage($"-o/--output: '{file}' lies in the folder that is packed; the next package would hold this one. Name a file elsewhere.");
        foreach (var warning in check.CheckFolder(folder)) await warnings.WriteLineAsync($"Warning: {warning}");

        var unfinished = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            var packed = await WriteAsync(folder, unfinished, file, format, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
            return packed;
        }
        catch (LitePipelineException refused)
        {
            throw ToolException.Failed(refused.Message, refused);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"{file} cannot be written: {failure.Message}", failure);
        }
        finally
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }

    private async Task<PackedPackage> WriteAsync(DirectoryInfo folder, string unfinished, string file, PackageFormat format, CancellationToken cancellationToken)
    {
        await using var package = new FileStream(unfinished, FileMode.CreateNew, FileAccess.ReadWrite);
        await PackageBuilder.PackFolderAsync(folder.FullName, format, package, cancellationToken);
        package.Position = 0;
        await check.CheckPackageAsync(package, format, cancellationToken);
        package.Position = 0;
        // The version's name, not a protection.
#pragma warning disable CA5350
        var version = Convert.ToHexStringLower(await SHA1.HashDataAsync(package, cancellationToken));
#pragma warning restore CA5350
        return new PackedPackage(file, package.Length, version);
    }
}
