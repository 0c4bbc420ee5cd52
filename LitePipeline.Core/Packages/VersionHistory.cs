using LitePipeline.Core.Manager;

namespace LitePipeline.Core.Packages;

/// <summary>One row of a history.</summary>
internal interface IVersion
{
    long HistoryId { get; }

    string Description { get; }

    PackageReference Package { get; }
}

/// <summary>The versions of one application or venv. Each row holds its package for itself, so that of two rows with the same content either may go.</summary>
internal sealed class VersionHistory<TVersion>(PackageUses packages) where TVersion : class, IVersion
{
    private readonly Dictionary<long, TVersion> _rows = [];
    private readonly Dictionary<string, TVersion> _bySha1 = new(StringComparer.Ordinal);

    public TVersion? Find(long historyId) => _rows.GetValueOrDefault(historyId);

    /// <summary>A row of this content; null where none is left.</summary>
    public TVersion? Find(string sha1) => _bySha1.GetValueOrDefault(sha1);

    /// <summary>Takes up a row of the store.</summary>
    public void Restore(TVersion row)
    {
        Insert(row);
        packages.Hold(row.Package);
    }

    /// <summary>Adds the row of an upload.</summary>
    public void Add(TVersion row, Step step)
    {
        Insert(row);
        packages.Take(row.Package, step);
    }

    public void Remove(TVersion row, Step step)
    {
        _rows.Remove(row.HistoryId);
        if (_bySha1[row.Package.Sha1] == row)
        {
            _bySha1.Remove(row.Package.Sha1);
            // Removing a version is rare, and a history is short.
            if (_rows.Values.FirstOrDefault(other => other.Package.Sha1 == row.Package.Sha1) is { } same) _bySha1.Add(row.Package.Sha1, same);
        }

        packages.Release(row.Package, step);
    }

    /// <summary>Lets all packages go; the owner of the history goes with it.</summary>
    public void Clear(Step step)
    {
        foreach (var row in _rows.Values) packages.Release(row.Package, step);
        _rows.Clear();
        _bySha1.Clear();
    }

    /// <summary>Whether no other row has this one's content.</summary>
    public bool IsOnly(TVersion row) => !_rows.Values.Any(other => other != row && other.Package.Sha1 == row.Package.Sha1);

    private void Insert(TVersion row)
    {
        _rows.Add(row.HistoryId, row);
        _bySha1[row.Package.Sha1] = row;
    }
}
