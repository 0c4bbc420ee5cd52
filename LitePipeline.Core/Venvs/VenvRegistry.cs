using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Venvs;

/// <summary>The venvs and their versions.</summary>
internal sealed class VenvRegistry(PackageUses packages) : VersionedRegistry<VenvId, VenvRecord, VenvVersionRecord>(Kind, packages)
{
    private static readonly VersionedKind Kind = new("venv", "venv_id", ErrorCode.VenvNotExists, ErrorCode.VenvHistoryNotExists);

    /// <summary>The refusal of a request that names a venv which does not exist.</summary>
    public static Refusal Unknown(VenvId venv) => Kind.NoSuch(venv);

    public void Restore(StoreSnapshot snapshot) => Restore(
        snapshot.Venvs.Select(venv => (venv.Id, venv)),
        snapshot.VenvVersions.Select(row => (row.Venv, row)),
        snapshot.LastVenvSequence,
        snapshot.LastVenvHistoryId);

    public ManagerReply Create(ManagerInput.CreateVenv command, Step step)
    {
        if (FindEntry(command.Id) is not null) return new ManagerReply(Kind.ExistsAlready(command.Id));
        var record = new VenvRecord
        {
            Id = command.Id,
            Sequence = NextSequence(),
            Name = command.Name,
            Description = command.Description,
            CreatedAt = step.Now,
            UpdatedAt = step.Now,
            Package = command.Package,
        };
        return Create(command.Id, record, NewVersion(command.Id, command.Description, command.Package, step), step);
    }

    public ManagerReply Update(ManagerInput.UpdateVenv command, Step step)
    {
        if (FindEntry(command.Id) is not { } entry) return new ManagerReply(Kind.NoSuch(command.Id));
        var version = command.Package is { } upload ? NewVersion(command.Id, command.Description ?? "", upload, step) : null;
        return Update(command.Id, entry, command.Name, command.Description, version, step);
    }

    protected override VenvRecord With(VenvRecord record, string? name, string? description, VenvVersionRecord? version, DateTimeOffset now) => record with
    {
        Name = name ?? record.Name,
        Description = description ?? record.Description,
        Package = version?.Package ?? record.Package,
        UpdatedAt = now,
    };

    protected override string CurrentSha1(VenvRecord record) => record.Package.Sha1;

    protected override StoreChange Saved(VenvRecord record) => new StoreChange.SaveVenv(record);

    protected override StoreChange VersionAdded(VenvVersionRecord version) => new StoreChange.AddVenvVersion(version);

    protected override StoreChange VersionDeleted(VenvId id, long historyId) => new StoreChange.DeleteVenvVersion(id, historyId);

    protected override StoreChange Deleted(VenvId id) => new StoreChange.DeleteVenv(id);

    protected override PipelineEvent CreatedEvent(VenvRecord record, DateTimeOffset now) => new PipelineEvent.VenvCreated(record.Id, record.Name) { At = now };

    protected override PipelineEvent Updated(VenvId id, DateTimeOffset now) => new PipelineEvent.VenvUpdated(id) { At = now };

    protected override PipelineEvent DeletedEvent(VenvId id, DateTimeOffset now) => new PipelineEvent.VenvDeleted(id) { At = now };

    private VenvVersionRecord NewVersion(VenvId venv, string description, PackageReference package, Step step) => new()
    {
        Venv = venv,
        HistoryId = NextHistoryId(),
        CreatedAt = step.Now,
        Description = description,
        Package = package,
    };
}
