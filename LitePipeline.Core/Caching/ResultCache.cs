using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Caching;

/// <summary>The results that are kept for actions with the same input: all of them in memory, within bounds of number, size and age. The first in goes first.</summary>
/// <remarks>An event costs O(log n); only clearing goes through the entries of one application.</remarks>
internal sealed class ResultCache(ManagerSettings settings, PackageUses packages)
{
    // One result must not take the place of most others.
    private const int LargestShare = 16;

    private readonly Dictionary<string, CacheEntryRecord> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<AppId, HashSet<string>> _byApplication = [];
    private readonly SortedDictionary<long, string> _order = [];
    private long _last;
    private long _bytes;

    public void Restore(StoreSnapshot snapshot, Step step)
    {
        foreach (var entry in snapshot.CacheEntries) Insert(entry);
        // The bounds may be narrower than they were.
        MakeRoom(step);
    }

    /// <summary>The entry of a key; null for none. One that has become too old goes.</summary>
    public CacheEntryRecord? Find(string key, Step step)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        if (!IsOld(entry, step)) return entry;
        Remove(entry, step);
        return null;
    }

    /// <summary>Keeps a result. Where the key has one already, that stays: it is the same, and others may have been told of it.</summary>
    public void Keep(CacheEntryRecord entry, Step step)
    {
        if (_entries.ContainsKey(entry.Key) || SizeOf(entry) > settings.CacheMaxBytes / LargestShare || settings.CacheMaxEntries == 0) return;
        entry = entry with { Sequence = ++_last };
        Insert(entry);
        step.Change(new StoreChange.SaveCacheEntry(entry));
        MakeRoom(step);
    }

    /// <summary>Removes all entries of an application; says how many there were.</summary>
    public int Clear(AppId application, Step step)
    {
        if (!_byApplication.TryGetValue(application, out var keys)) return 0;
        string[] removed = [.. keys.Order(StringComparer.Ordinal)];
        foreach (var key in removed) Remove(_entries[key], step);
        return removed.Length;
    }

    private void MakeRoom(Step step)
    {
        while (_order.Count > 0)
        {
            using var first = _order.GetEnumerator();
            first.MoveNext();
            var entry = _entries[first.Current.Value];
            if (_entries.Count <= settings.CacheMaxEntries && _bytes <= settings.CacheMaxBytes && !IsOld(entry, step)) return;
            Remove(entry, step);
        }
    }

    private void Insert(CacheEntryRecord entry)
    {
        _entries.Add(entry.Key, entry);
        _order.Add(entry.Sequence, entry.Key);
        if (!_byApplication.TryGetValue(entry.Application, out var keys)) _byApplication.Add(entry.Application, keys = new HashSet<string>(StringComparer.Ordinal));
        keys.Add(entry.Key);
        _bytes += SizeOf(entry);
        _last = Math.Max(_last, entry.Sequence);
    }

    private void Remove(CacheEntryRecord entry, Step step)
    {
        _entries.Remove(entry.Key);
        _order.Remove(entry.Sequence);
        _bytes -= SizeOf(entry);
        if (_byApplication[entry.Application] is var keys && keys.Remove(entry.Key) && keys.Count == 0) _byApplication.Remove(entry.Application);
        step.Change(new StoreChange.DeleteCacheEntry(entry.Key));
        packages.Discard(entry.Artifacts, step);
    }

    private bool IsOld(CacheEntryRecord entry, Step step) => step.Now - entry.Source.RecordedAt > settings.CacheMaxAge;

    private static long SizeOf(CacheEntryRecord entry) => entry.Result.Utf8.Length + entry.Artifacts.Sum(artifact => artifact.Path.Length + artifact.Sha256.Length);
}
