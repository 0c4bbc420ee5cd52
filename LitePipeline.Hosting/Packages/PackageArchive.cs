using LitePipeline.Core;
using LitePipeline.Core.Packages;

namespace LitePipeline.Hosting.Packages;

/// <summary>What a package says of itself.</summary>
/// <param name="TopFolder">The name of its one top folder.</param>
/// <param name="Configuration">The bytes of its <c>configuration.json</c>, as they are.</param>
public sealed record PackageInspection(string TopFolder, ReadOnlyMemory<byte> Configuration);

/// <summary>Reads packages of applications and venvs, tar.gz and zip. Whatever a package holds, nothing is written outside of the folder that the caller names.</summary>
/// <remarks>Safe for use by many threads. Streams are read from their present position and are not disposed.</remarks>
public static class PackageArchive
{
    /// <summary>The file in the top folder that makes a folder an application.</summary>
    public const string ConfigurationFile = "configuration.json";

    /// <summary>The file below the top folder that makes a folder a venv.</summary>
    public const string ActivateFile = "bin/activate";

    /// <summary>Reads a package to its end, checks all that unpacking checks, and returns its configuration. Nothing is written.</summary>
    /// <exception cref="PackageInvalidException">It cannot be used; the message says why and what to do.</exception>
    public static async Task<PackageInspection> InspectAsync(
        Stream package, PackageFormat format, PackageLimits? limits = null, CancellationToken cancellationToken = default)
    {
        await using var file = await SeekableFile.FromAsync(package, cancellationToken);
        return await Task.Run(() => Inspect(file.Stream, format, limits ?? PackageLimits.Default, cancellationToken), cancellationToken);
    }

    /// <summary>Reads a venv's package to its end, checks all that unpacking checks, and returns the name of its one top folder. Nothing is written.</summary>
    /// <param name="package">The package.</param>
    /// <param name="format">How it is packed.</param>
    /// <param name="limits">How large it may be; null for <see cref="PackageLimits.Venv"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PackageInvalidException">It cannot be used; the message says why and what to do.</exception>
    public static async Task<string> InspectVenvAsync(
        Stream package, PackageFormat format, PackageLimits? limits = null, CancellationToken cancellationToken = default)
    {
        await using var file = await SeekableFile.FromAsync(package, cancellationToken);
        return await Task.Run(() => InspectVenv(file.Stream, format, limits ?? PackageLimits.Venv, cancellationToken), cancellationToken);
    }

    /// <summary>Unpacks a package into <paramref name="folder"/>, which must not exist; it is there whole or not at all. Returns the top folder's path.</summary>
    /// <exception cref="PackageInvalidException">It cannot be used; the message says why and what to do.</exception>
    /// <exception cref="IOException">The folder cannot be written, or exists.</exception>
    public static Task<string> UnpackAsync(
        Stream package, PackageFormat format, string folder, PackageLimits? limits = null, CancellationToken cancellationToken = default) =>
        UnpackAsync(package, format, folder, limits ?? PackageLimits.Default, (_, _) => { }, cancellationToken);

    /// <summary>The same; <paramref name="finish"/> gets the path of each folder with a <c>pyvenv.cfg</c>, where it lies and where it will lie, before anybody else can see it.</summary>
    internal static async Task<string> UnpackAsync(
        Stream package, PackageFormat format, string folder, PackageLimits limits, Action<string, string> finish, CancellationToken cancellationToken)
    {
        await using var file = await SeekableFile.FromAsync(package, cancellationToken);
        return await Task.Run(() => Unpack(file.Stream, format, Path.GetFullPath(folder), limits, finish, cancellationToken), cancellationToken);
    }

    internal static PackageInspection Inspect(Stream file, PackageFormat format, PackageLimits limits, CancellationToken cancellationToken)
    {
        var tree = new PackageTree();
        byte[]? configuration = null;
        Walk(file, format, limits, tree, (entry, path) =>
        {
            if (entry.Kind == ArchiveEntryKind.File && path == $"{tree.TopFolder}/{ConfigurationFile}") configuration = ReadConfiguration(entry, limits);
            else entry.Content?.CopyTo(Stream.Null);
        }, cancellationToken);
        return new PackageInspection(tree.TopFolder!, configuration ??
            throw new PackageInvalidException($"The package has no file '{tree.TopFolder}/{ConfigurationFile}'; put it directly into the top folder."));
    }

    private static string InspectVenv(Stream file, PackageFormat format, PackageLimits limits, CancellationToken cancellationToken)
    {
        var tree = new PackageTree();
        Walk(file, format, limits, tree, (entry, _) => entry.Content?.CopyTo(Stream.Null), cancellationToken);
        return tree.HasFile($"{tree.TopFolder}/{ActivateFile}") ? tree.TopFolder! : throw new PackageInvalidException(
            $"The package is no venv: it has no file '{tree.TopFolder}/{ActivateFile}'. Pack the venv's own folder: python3 -m venv venv && tar czf venv.tar.gz venv");
    }

    internal static string Unpack(
        Stream file, PackageFormat format, string folder, PackageLimits limits, Action<string, string> finish, CancellationToken cancellationToken)
    {
        var unfinished = $"{folder}.{Guid.NewGuid():N}.tmp";
        try
        {
            var tree = new PackageTree();
            var writer = new PackageWriter(unfinished, tree, new PackageBudget(limits, long.MaxValue));
            Walk(file, format, limits, tree, writer.Write, cancellationToken);
            writer.MakeLinks();
            foreach (var venv in tree.Venvs) finish(Path.Combine(unfinished, venv), Path.Combine(folder, venv));
            Directory.Move(unfinished, folder);
            return Path.Combine(folder, tree.TopFolder!);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    private static void Walk(
        Stream file, PackageFormat format, PackageLimits limits, PackageTree tree, Action<ArchiveEntry, string> visit, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var entry in ArchiveReader.Read(file, format, new PackageBudget(limits, file.Length - file.Position)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (tree.Place(entry) is { } path) visit(entry, path);
            }
        }
        catch (Exception failure) when (ArchiveReader.IsMalformed(failure))
        {
            var kind = format == PackageFormat.Zip ? "zip" : "tar.gz";
            throw new PackageInvalidException($"The package is not a whole {kind} file ({failure.Message}); pack it anew and see that the file's ending tells its format.", failure);
        }
        if (tree.TopFolder is null) throw new PackageInvalidException("The package is empty; pack one folder: tar czf PACKAGE.tar.gz FOLDER");
        tree.Complete();
    }

    private static byte[] ReadConfiguration(in ArchiveEntry entry, PackageLimits limits)
    {
        var text = new MemoryStream();
        var buffer = new byte[81920];
        while (entry.Content?.Read(buffer) is > 0 and var count)
        {
            text.Write(buffer, 0, count);
            if (text.Length > limits.ConfigurationSize)
                throw new PackageInvalidException($"'{entry.Name}' is longer than {limits.ConfigurationSize} bytes; a configuration lists actions, data belongs into other files.");
        }
        return text.ToArray();
    }
}
