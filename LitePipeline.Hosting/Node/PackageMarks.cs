using LitePipeline.Hosting.Executors;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Node;

/// <summary>Says which unpacked packages are still whole in the node's next life: those that were brought to the disk, and those of this boot of the machine.</summary>
/// <remarks>An action need not wait for the disk: what the loss of power may have taken is fetched anew. Bringing it to the disk goes on behind the scenes.</remarks>
internal sealed partial class PackageMarks(string folder, string packages, ILogger logger)
{
    private const string Durable = "durable";
    private static readonly string ThisBoot = ProcStat.BootId.ToString();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _unsettled = new(StringComparer.Ordinal);
    private Task _settling = Task.CompletedTask;
    private bool _isSettling;
    private int _number;

    /// <summary>A package is about to appear.</summary>
    public void Unpacking(string sha256) => File.WriteAllText(PathOf(sha256), ThisBoot);

    /// <summary>A package is in its place.</summary>
    public void Unpacked(string sha256)
    {
        lock (_lock)
        {
            _unsettled[sha256] = ++_number;
            if (_isSettling) return;
            _isSettling = true;
            _settling = Task.Run(SettleAll);
        }
    }

    public void Remove(string sha256)
    {
        lock (_lock)
        {
            _unsettled.Remove(sha256);
            File.Delete(PathOf(sha256));
        }
    }

    /// <summary>Whether the package that an earlier life has left is whole; a mark that is torn or missing says no.</summary>
    public bool TakeUp(string sha256)
    {
        var path = PathOf(sha256);
        var mark = File.Exists(path) ? File.ReadAllText(path) : null;
        if (mark == ThisBoot) Unpacked(sha256);
        return mark is Durable || mark == ThisBoot;
    }

    /// <summary>The names that are marked.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path));

    /// <summary>Completes when nothing is on its way to the disk.</summary>
    public Task SettledAsync()
    {
        lock (_lock) return _settling;
    }

    private string PathOf(string sha256) => Path.Combine(folder, sha256);

    private void SettleAll()
    {
        while (true)
        {
            KeyValuePair<string, int>[] batch;
            lock (_lock)
            {
                batch = [.. _unsettled];
                _isSettling = batch.Length > 0;
                if (!_isSettling) return;
            }

            PosixFile.SynchronizeFileSystem(packages);
            lock (_lock)
            {
                // One that was removed meanwhile, or fetched again, was not all there.
                foreach (var (sha256, number) in batch.Where(unsettled => _unsettled.GetValueOrDefault(unsettled.Key) == unsettled.Value))
                {
                    _unsettled.Remove(sha256);
                    Mark(sha256);
                }
            }
        }
    }

    private void Mark(string sha256)
    {
        try { File.WriteAllText(PathOf(sha256), Durable); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { LogNotMarked(failure, sha256); }
    }

    [LoggerMessage(2202, LogLevel.Warning, "The package {Sha256} could not be marked as brought to the disk; after a loss of power it is fetched anew.")]
    private partial void LogNotMarked(Exception failure, string sha256);
}
