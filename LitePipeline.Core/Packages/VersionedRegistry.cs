using System.Diagnostics.CodeAnalysis;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Packages;

/// <summary>What applications and venvs have in common: a record, a history with a row for each upload, and one version that is current.</summary>
/// <remarks>The current version is the one with the record's SHA-1. So of rows with the same content any may be removed but the last.</remarks>
internal abstract class VersionedRegistry<TId, TRecord, TVersion>(VersionedKind kind, PackageUses packages)
    where TId : struct where TRecord : class where TVersion : class, IVersion
{
    private readonly Dictionary<TId, Entry> _entries = [];
    private long _lastSequence;
    private long _lastHistoryId;

    public TVersion? Current(TId id) => _entries.GetValueOrDefault(id)?.Current;

    /// <summary>A version by its SHA-1; null where its last row was removed from the history.</summary>
    public TVersion? Find(TId id, string sha1) => _entries.GetValueOrDefault(id)?.History.Find(sha1);

    /// <summary>Makes a version the current one. Its description, where it has one, becomes the present one again.</summary>
    public ManagerReply Activate(TId id, long historyId, Step step)
    {
        if (!TryFind(id, historyId, out var entry, out var version, out var refusal)) return new ManagerReply(refusal);
        if (IsCurrent(entry, version)) return ManagerReply.Accepted;
        if (Problem(version) is { } problem) return new ManagerReply(problem);
        entry.Current = version;
        Change(id, entry, With(entry.Record, null, version.Description.Length > 0 ? version.Description : null, version, step.Now), step);
        return ManagerReply.Accepted;
    }

    /// <summary>Removes a row from the history. Tasks and attempts that use its package keep it until they end.</summary>
    public ManagerReply DeleteVersion(TId id, long historyId, Step step)
    {
        if (!TryFind(id, historyId, out var entry, out var version, out var refusal)) return new ManagerReply(refusal);
        if (IsCurrent(entry, version) && entry.History.IsOnly(version)) return new ManagerReply(kind.IsCurrent(id, historyId));
        entry.History.Remove(version, step);
        if (entry.Current == version) entry.Current = entry.History.Find(version.Package.Sha1);
        step.Change(VersionDeleted(id, historyId));
        step.Publish(Updated(id, step.Now));
        return ManagerReply.Accepted;
    }

    /// <summary>Removes it with its history; false where there is none.</summary>
    public bool Delete(TId id, Step step)
    {
        if (!_entries.Remove(id, out var entry)) return false;
        step.Change(Deleted(id));
        step.Publish(DeletedEvent(id, step.Now));
        entry.History.Clear(step);
        return true;
    }

    protected IEnumerable<Entry> Entries => _entries.Values;

    protected Entry? FindEntry(TId id) => _entries.GetValueOrDefault(id);

    protected long NextSequence() => ++_lastSequence;

    protected long NextHistoryId() => ++_lastHistoryId;

    protected void Restore(IEnumerable<(TId Id, TRecord Record)> records, IEnumerable<(TId Id, TVersion Version)> versions, long lastSequence, long lastHistoryId)
    {
        (_lastSequence, _lastHistoryId) = (lastSequence, lastHistoryId);
        foreach (var (id, record) in records) Add(id, record);
        foreach (var (id, version) in versions)
        {
            if (!_entries.TryGetValue(id, out var entry)) continue;
            entry.History.Restore(version);
            if (IsCurrent(entry, version)) entry.Current = version;
        }
    }

    protected ManagerReply Create(TId id, TRecord record, TVersion version, Step step)
    {
        var entry = Add(id, record);
        step.Change(Saved(record));
        Add(entry, version, step);
        step.Publish(CreatedEvent(record, step.Now));
        return ManagerReply.Accepted;
    }

    /// <summary>Changes what is not null; a new version becomes the current one. Nothing happens where all is null.</summary>
    protected ManagerReply Update(TId id, Entry entry, string? name, string? description, TVersion? version, Step step)
    {
        if (name is null && description is null && version is null) return ManagerReply.Accepted;
        if (version is not null) Add(entry, version, step);
        Change(id, entry, With(entry.Record, name, description, version, step.Now), step);
        return ManagerReply.Accepted;
    }

    /// <summary>Why a version cannot become the current one; null where it can.</summary>
    protected virtual Refusal? Problem(TVersion version) => null;

    /// <summary>The record with what is not null changed.</summary>
    protected abstract TRecord With(TRecord record, string? name, string? description, TVersion? version, DateTimeOffset now);

    protected abstract string CurrentSha1(TRecord record);

    protected abstract StoreChange Saved(TRecord record);

    protected abstract StoreChange VersionAdded(TVersion version);

    protected abstract StoreChange VersionDeleted(TId id, long historyId);

    protected abstract StoreChange Deleted(TId id);

    protected abstract PipelineEvent CreatedEvent(TRecord record, DateTimeOffset now);

    protected abstract PipelineEvent Updated(TId id, DateTimeOffset now);

    protected abstract PipelineEvent DeletedEvent(TId id, DateTimeOffset now);

    private Entry Add(TId id, TRecord record)
    {
        var entry = new Entry(record, new VersionHistory<TVersion>(packages));
        _entries.Add(id, entry);
        return entry;
    }

    private void Add(Entry entry, TVersion version, Step step)
    {
        entry.History.Add(version, step);
        entry.Current = version;
        step.Change(VersionAdded(version));
    }

    private void Change(TId id, Entry entry, TRecord changed, Step step)
    {
        entry.Record = changed;
        step.Change(Saved(changed));
        step.Publish(Updated(id, step.Now));
    }

    private bool IsCurrent(Entry entry, TVersion version) => CurrentSha1(entry.Record) == version.Package.Sha1;

    private bool TryFind(
        TId id, long historyId, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(true)] out TVersion? version, [NotNullWhen(false)] out Refusal? refusal)
    {
        entry = _entries.GetValueOrDefault(id);
        version = entry?.History.Find(historyId);
        refusal = entry is null ? kind.NoSuch(id) : version is null ? kind.NoSuchVersion(id, historyId) : null;
        return refusal is null;
    }

    protected sealed class Entry(TRecord record, VersionHistory<TVersion> history)
    {
        public TRecord Record { get; set; } = record;

        public VersionHistory<TVersion> History { get; } = history;

        public TVersion? Current { get; set; }
    }
}
