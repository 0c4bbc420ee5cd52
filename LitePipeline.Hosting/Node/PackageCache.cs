using System.Security.Cryptography;
using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Packages;
using LitePipeline.Hosting.Venvs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>The unpacked packages of this node, of applications and venvs, by content. Each is fetched once, however many attempts ask for it at the same time.</summary>
internal sealed partial class PackageCache : IAsyncDisposable
{
    private const int MaxTries = 3;

    private static readonly TimeSpan UsePrecision = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly NodeConnection _connection;
    private readonly PythonFinder _pythons;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PackageMarks _marks;
    private readonly string _root;
    private readonly long _limit;

    public PackageCache(
        NodeData data, NodeConnection connection, PythonFinder pythons, IOptions<NodeOptions> options, TimeProvider time, ILogger<PackageCache> logger)
    {
        _connection = connection;
        _pythons = pythons;
        _time = time;
        _logger = logger;
        _root = data.Folder("packages");
        _marks = new PackageMarks(data.Folder("package-marks"), _root, logger);
        _limit = options.Value.PackageCacheSize;
        TakeUp();
    }

    /// <summary>Returns the unpacked package, fetched if need be; it stays until the lease is disposed.</summary>
    /// <exception cref="PackageInvalidException">It cannot be unpacked.</exception>
    /// <exception cref="StreamRefusedException">The manager does not have it.</exception>
    /// <exception cref="IOException">It cannot be written here.</exception>
    public async Task<PackageLease> GetAsync(PackageReference package, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(package.Sha256, out entry))
            {
                entry = new Entry();
                _entries.Add(package.Sha256, entry);
                entry.Folder = Task.Run(() => FetchAsync(package, entry), CancellationToken.None);
            }
            entry.Uses++;
        }
        try
        {
            return new PackageLease(await entry.Folder.WaitAsync(cancellationToken), discard => Release(entry, discard));
        }
        catch
        {
            Release(entry, discard: false);
            throw;
        }
    }

    /// <summary>Removes what has not been used for so long.</summary>
    public void RemoveUnused(TimeSpan age) => MakeRoom(_time.GetUtcNow() - age);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task[] fetches;
        lock (_lock) fetches = [.. _entries.Values.Select(entry => entry.Folder)];
        await Task.WhenAll(fetches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _marks.SettledAsync();
    }

    private void TakeUp()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(_root))
        {
            var name = Path.GetFileName(path);
            var top = name.Contains('.', StringComparison.Ordinal) || !Directory.Exists(path) ? null : Directory.EnumerateDirectories(path).SingleOrDefault();
            if (top is not null && _marks.TakeUp(name))
                _entries.Add(name, new Entry { Folder = Task.FromResult(top), Size = SizeOf(path), UsedAt = new DateTimeOffset(Directory.GetLastWriteTimeUtc(path)) });
            else if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }

        foreach (var name in _marks.Names.Where(name => !_entries.ContainsKey(name)).ToList()) _marks.Remove(name);
    }

    private async Task<string> FetchAsync(PackageReference package, Entry entry)
    {
        try
        {
            var target = Path.Combine(_root, package.Sha256);
            var top = await DownloadAsync(package, target, _closing.Token);
            _marks.Unpacked(package.Sha256);
            var size = SizeOf(target);
            lock (_lock)
            {
                entry.Size = size;
                entry.UsedAt = _time.GetUtcNow();
            }
            LogFetched(package.Sha256, size);
            MakeRoom();
            return top;
        }
        catch
        {
            // The next attempt tries anew.
            lock (_lock) _entries.Remove(package.Sha256);
            throw;
        }
    }

    private async Task<string> DownloadAsync(PackageReference package, string target, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_root, $"{Guid.NewGuid():N}.download");
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        for (var attempt = 1; ; attempt++)
        {
            var sha256 = await _connection.FetchAsync(new StreamRequest.Package(package.Sha256), stream => CopyAsync(stream, file, package.Size, cancellationToken), cancellationToken);
            if (sha256 == package.Sha256) break;
            if (attempt == MaxTries)
                throw new PackageInvalidException($"The package arrived {MaxTries} times with another content than its SHA-256 {package.Sha256} says; look at the manager's package store.");
        }
        file.Position = 0;
        _marks.Unpacking(package.Sha256);
        // The manager has judged it by the limits of its kind; here the wider ones hold for both.
        return await PackageArchive.UnpackAsync(file, package.Format, target, PackageLimits.Venv, (venv, final) => VenvRelocation.Move(venv, final, _pythons), cancellationToken);
    }

    private static async Task<string> CopyAsync(Stream source, FileStream file, long expected, CancellationToken cancellationToken)
    {
        file.SetLength(0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        int count;
        while (file.Position <= expected && (count = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Release(Entry entry, bool discard)
    {
        lock (_lock)
        {
            entry.Uses--;
            entry.IsDiscarded |= discard;
            entry.UsedAt = _time.GetUtcNow();
            RememberUse(entry);
        }
        MakeRoom();
    }

    // For the node's next life, which finds no more than the folders.
    private static void RememberUse(Entry entry)
    {
        if (!entry.Folder.IsCompletedSuccessfully || entry.UsedAt - entry.RememberedAt < UsePrecision) return;
        entry.RememberedAt = entry.UsedAt;
        try { Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(entry.Folder.Result)!, entry.UsedAt.UtcDateTime); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { /* It then seems older than it is, and is fetched again. */ }
    }

    private void MakeRoom(DateTimeOffset unusedSince = default)
    {
        while (true)
        {
            string oldest;
            string removing;
            lock (_lock)
            {
                var isFull = _entries.Values.Sum(entry => entry.Size) > _limit;
                var removable = _entries.Where(pair => pair.Value.Uses == 0 && pair.Value.Folder.IsCompletedSuccessfully && (isFull || pair.Value.IsDiscarded || pair.Value.UsedAt < unusedSince));
                oldest = removable.OrderBy(pair => !pair.Value.IsDiscarded).ThenBy(pair => pair.Value.UsedAt).FirstOrDefault().Key;
                if (oldest is null) return;
                _entries.Remove(oldest);
                // Away under the lock, so that a new fetch finds its place free.
                removing = Path.Combine(_root, $"{oldest}.{Guid.NewGuid():N}.old");
                Directory.Move(Path.Combine(_root, oldest), removing);
                _marks.Remove(oldest);
            }
            Directory.Delete(removing, recursive: true);
            LogRemoved(oldest);
        }
    }

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length);

    [LoggerMessage(2200, LogLevel.Information, "Fetched and unpacked the package {Sha256}: {Size} bytes.")]
    private partial void LogFetched(string sha256, long size);

    [LoggerMessage(2201, LogLevel.Information, "Removed the package {Sha256} from the cache.")]
    private partial void LogRemoved(string sha256);

    private sealed class Entry
    {
        public Task<string> Folder { get; set; } = null!;
        public int Uses { get; set; }
        public long Size { get; set; }
        public DateTimeOffset UsedAt { get; set; }
        public DateTimeOffset RememberedAt { get; set; }
        public bool IsDiscarded { get; set; }
    }
}

/// <summary>An unpacked package that is in use.</summary>
internal sealed class PackageLease(string folder, Action<bool> release) : IDisposable
{
    private Action<bool>? _release = release;
    private bool _discard;

    /// <summary>The package's top folder, absolute.</summary>
    public string Folder { get; } = folder;

    /// <summary>What was unpacked is of no use as it is: it goes when nobody uses it any more, and the next attempt gets it anew.</summary>
    public void Discard() => _discard = true;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke(_discard);
}
