using LitePipeline.Core.Packages;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Manager;

/// <summary>Keeps uploads and removals of packages apart: a package must not be removed between its upload and the decision that needs it.</summary>
internal sealed partial class PackageGate(IPackageStore packages, ILogger<PackageGate> logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _unneeded = new(StringComparer.Ordinal);
    private Task _removing = Task.CompletedTask;
    private int _uploads;

    /// <summary>Waits for removals to end; until the result is disposed, none begins.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task removing;
            lock (_lock)
            {
                if (_removing.IsCompleted)
                {
                    _uploads++;
                    return new Upload(this);
                }

                removing = _removing;
            }

            await removing.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Removes a package, after the uploads that are under way.</summary>
    public void Remove(string sha256)
    {
        lock (_lock)
        {
            _unneeded.Add(sha256);
            RemoveWhenAlone();
        }
    }

    /// <summary>A package is needed after all: the same content was uploaded since its removal was decided.</summary>
    public void Keep(string sha256)
    {
        lock (_lock) _unneeded.Remove(sha256);
    }

    private void RemoveWhenAlone()
    {
        if (_uploads > 0 || _unneeded.Count == 0 || !_removing.IsCompleted) return;
        string[] removing = [.. _unneeded];
        _unneeded.Clear();
        _removing = Task.Run(() => RemoveAsync(removing));
    }

    private async Task RemoveAsync(string[] removing)
    {
        foreach (var sha256 in removing)
        {
            try
            {
                await packages.DeleteAsync(sha256, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogNotRemoved(exception, sha256);
            }
        }

        lock (_lock)
        {
            _removing = Task.CompletedTask;
            RemoveWhenAlone();
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "The package {Sha256} is not needed any more but could not be removed")]
    private partial void LogNotRemoved(Exception exception, string sha256);

    private sealed class Upload(PackageGate gate) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
            lock (gate._lock)
            {
                gate._uploads--;
                gate.RemoveWhenAlone();
            }
        }
    }
}
