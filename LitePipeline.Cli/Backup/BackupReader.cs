using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Cli.Backup;

/// <summary>Makes a data folder of a backup: whole and checked, or not at all.</summary>
internal static class BackupReader
{
    private const long LargestManifest = 256L << 20;

    /// <summary>Restores into a folder that is not there, or empty.</summary>
    /// <returns>What the backup says of itself.</returns>
    /// <exception cref="ToolException">The backup is not whole, or the folder cannot be written.</exception>
    public static async Task<BackupManifest> RestoreAsync(string file, string data, CancellationToken cancellationToken)
    {
        if (File.Exists(data) || (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()))
            throw ToolException.Failed($"{data} is there already and is not written over; move it away, or give another folder.");
        var unfinished = data + ".restoring";
        try
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            Directory.CreateDirectory(unfinished);
            var manifest = await ExtractAsync(file, unfinished, cancellationToken);
            if (SqliteBackup.FindDamage(Path.Combine(unfinished, BackupFormat.Database)) is { } damage) throw Broken(file, $"its database is damaged: {damage}");
            if (Directory.Exists(data)) Directory.Delete(data);
            Directory.Move(unfinished, data);
            return manifest;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or JsonException or FormatException)
        {
            throw ToolException.Failed($"The backup {file} cannot be restored: {failure.Message}", failure);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    private static async Task<BackupManifest> ExtractAsync(string file, string folder, CancellationToken cancellationToken)
    {
        await using var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var packed = new GZipStream(input, CompressionMode.Decompress);
        await using var tar = new TarReader(packed);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not TarEntryType.RegularFile || !BackupFormat.IsKnown(entry.Name)) throw Broken(file, $"it holds '{entry.Name}', which is no part of a backup");
            if (entry.Name == BackupFormat.Manifest) return Checked(file, await ReadManifestAsync(entry, cancellationToken), found);
            found[entry.Name] = await ExtractAsync(entry, Path.Combine(folder, entry.Name), cancellationToken);
        }

        throw Broken(file, "its list at the end is missing");
    }

    private static async Task<string> ExtractAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 1 << 16, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        if (entry.DataStream is { } content) await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static async Task<BackupManifest> ReadManifestAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length > LargestManifest || entry.DataStream is not { } content) throw new FormatException("Its list cannot be read.");
        return await JsonSerializer.DeserializeAsync(content, BackupJsonContext.Default.BackupManifest, cancellationToken) ?? throw new FormatException("Its list is empty.");
    }

    private static BackupManifest Checked(string file, BackupManifest manifest, Dictionary<string, string> found)
    {
        if (manifest.Format != BackupFormat.Version) throw Broken(file, $"it has the format {manifest.Format}, and this version reads {BackupFormat.Version}");
        foreach (var (name, digest) in manifest.Files)
        {
            if (!found.TryGetValue(name, out var actual)) throw Broken(file, $"it lacks {name}");
            if (actual != digest) throw Broken(file, $"{name} is not what it was");
        }

        if (!found.ContainsKey(BackupFormat.Database)) throw Broken(file, $"it lacks {BackupFormat.Database}");
        foreach (var name in found.Keys.Where(name => BackupFormat.ContentOf(name) is { } content && content != found[name])) throw Broken(file, $"{name} does not hold what its name says");
        return manifest;
    }

    private static ToolException Broken(string file, string why) => ToolException.Failed($"The backup {file} cannot be restored: {why}. Nothing was written.");
}
