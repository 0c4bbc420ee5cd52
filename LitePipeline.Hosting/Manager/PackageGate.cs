using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Manager;

/// <summary>
/// Keeps arrivals and removals in the package store apart: what has arrived must not be removed before the decision that needs it.
/// What is to be removed is looked up in the committed rows first: finished tasks' artifacts are known to nobody else.
/// </summary>
internal sealed partial class PackageGate(IPackageStore packages, IPipelineStore store, ILogger<PackageGate> logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _unneeded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private HashSet<string> _beingRemoved = [];
    private TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _removing;
    private int _uploads;

    /// <summary>Waits for removals to end; until the result is disposed, none begins. For uploads whose content is not known beforehand.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task removed;
            lock (_lock)
            {
                if (!_removing)
                {
                    _uploads++;
                    return new Stay(() => _uploads--, this);
                }

                removed = _removed.Task;
            }

            await removed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until none of these contents is being removed; until the result is disposed, none of them will be.</summary>
    public async Task<IDisposable> HoldAsync(IReadOnlyCollection<string> contents, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task removed;
            lock (_lock)
            {
                if (!contents.Any(_beingRemoved.Contains))
                {
                    foreach (var sha256 in contents) _held[sha256] = _held.GetValueOrDefault(sha256) + 1;
                    return new Stay(() => LetGo(contents), this);
                }

                removed = _removed.Task;
            }

            await removed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Removes a content, after the uploads that are under way, where no row names it then.</summary>
    public void Remove(string sha256)
    {
        lock (_lock)
        {
            _unneeded.Add(sha256);
            RemoveWhatMayGo();
        }
    }

    /// <summary>A package is needed after all: the same content was uploaded since its removal was decided.</summary>
    public void Keep(string sha256)
    {
        lock (_lock) _unneeded.Remove(sha256);
    }

    private void LetGo(IReadOnlyCollection<string> contents)
    {
        foreach (var sha256 in contents)
        {
            if (--_held[sha256] == 0) _held.Remove(sha256);
        }
    }

    private void RemoveWhatMayGo()
    {
        if (_uploads > 0 || _removing || _unneeded.Count == 0) return;
        HashSet<string> removing = [.. _unneeded.Where(sha256 => !_held.ContainsKey(sha256))];
        if (removing.Count == 0) return;
        _unneeded.ExceptWith(removing);
        _beingRemoved = removing;
        _removing = true;
        _ = RemoveAsync(removing);
    }

    private async Task RemoveAsync(HashSet<string> removing)
    {
        // Not under the lock of whoever begins it.
        await Task.Yield();
        foreach (var sha256 in removing)
        {
            try
            {
                if (await IsNamedAsync(sha256)) continue;
                await packages.DeleteAsync(sha256, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogNotRemoved(exception, sha256);
            }
        }

        lock (_lock)
        {
            _removing = false;
            _beingRemoved = [];
            _removed.SetResult();
            _removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            RemoveWhatMayGo();
        }
    }

    private async Task<bool> IsNamedAsync(string sha256) =>
        (await store.QueryAsync(new ArtifactQuery { Sha256 = sha256, Limit = 1 }, CancellationToken.None)).Items.Count > 0
        || (await store.QueryAsync(new CacheQuery { Sha256 = sha256, Limit = 1 }, CancellationToken.None)).Items.Count > 0;

    [LoggerMessage(1010, LogLevel.Warning, "The package {Sha256} is not needed any more but could not be removed")]
    private partial void LogNotRemoved(Exception exception, string sha256);

    private sealed class Stay(Action leave, PackageGate gate) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
            lock (gate._lock)
            {
                leave();
                gate.RemoveWhatMayGo();
            }
        }
    }
}
