using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Cli.Backup;

/// <summary>Writes a backup of a data folder, whose manager may run.</summary>
internal sealed class BackupWriter(string data, TimeProvider time)
{
    private const int Tries = 5;

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Writes the file; it is there once it is whole.</summary>
    /// <returns>How many packages it holds.</returns>
    /// <exception cref="ToolException">The data cannot be read, or the file cannot be written.</exception>
    public async Task<int> WriteAsync(string file, CancellationToken cancellationToken)
    {
        var unfinished = file + ".part";
        var copy = file + ".db";
        try
        {
            File.Delete(copy);
            await using (var output = new FileStream(unfinished, NewFile()))
            {
                await using (var packed = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
                await using (var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
                    await WriteAsync(tar, copy, cancellationToken);
                output.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: false);
            return _files.Keys.Count(name => BackupFormat.ContentOf(name) is not null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StoreException)
        {
            throw ToolException.Failed($"The backup {file} cannot be made: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(unfinished);
            File.Delete(copy);
        }
    }

    private async Task WriteAsync(TarWriter tar, string copy, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            // The packages first: what is removed after the database was copied is in the backup already.
            await AddPackagesAsync(tar, cancellationToken);
            File.Delete(copy);
            var createdAt = time.GetUtcNow();
            var named = SqliteBackup.Copy(Path.Combine(data, BackupFormat.Database), copy);
            await AddPackagesAsync(tar, cancellationToken);
            // One that came and went in between is missing: the database does not name it any more.
            var missing = named.Where(content => !_files.ContainsKey(Name(content))).ToList();
            if (missing.Count > 0 && tries < Tries) continue;
            if (missing.Count > 0) throw new IOException($"{missing.Count} packages that the database names are not in its folder, such as {missing[0]}.");
            await AddAsync(tar, BackupFormat.Database, copy, cancellationToken);
            foreach (var key in Files(BackupFormat.Keys)) await AddAsync(tar, $"{BackupFormat.Keys}/{Path.GetFileName(key)}", key, cancellationToken);
            await AddManifestAsync(tar, createdAt, cancellationToken);
            return;
        }
    }

    private async Task AddPackagesAsync(TarWriter tar, CancellationToken cancellationToken)
    {
        foreach (var package in Files(BackupFormat.Packages))
        {
            var name = Path.GetRelativePath(data, package).Replace(Path.DirectorySeparatorChar, '/');
            if (BackupFormat.ContentOf(name) is null || _files.ContainsKey(name)) continue;
            try { await AddAsync(tar, name, package, cancellationToken); }
            catch (FileNotFoundException) { /* Removed since it was listed. */ }
        }
    }

    private async Task AddAsync(TarWriter tar, string name, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var digest = await SHA256.HashDataAsync(file, cancellationToken);
        file.Position = 0;
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file, ModificationTime = time.GetUtcNow() }, cancellationToken);
        _files[name] = Convert.ToHexStringLower(digest);
    }

    private async Task AddManifestAsync(TarWriter tar, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var tool = typeof(BackupWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new BackupManifest(BackupFormat.Version, createdAt, tool, _files), BackupJsonContext.Default.BackupManifest));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupFormat.Manifest) { DataStream = json, ModificationTime = createdAt }, cancellationToken);
    }

    private IEnumerable<string> Files(string folder) =>
        Directory.Exists(Path.Combine(data, folder)) ? Directory.EnumerateFiles(Path.Combine(data, folder), "*", SearchOption.AllDirectories) : [];

    private static string Name(string content) => $"{BackupFormat.Packages}/{content[..2]}/{content[2..4]}/{content}.pkg";

    // It holds the keys of tokens and all that was ever an input.
    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
