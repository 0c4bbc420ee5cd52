using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core.Applications;

/// <summary>The applications and their versions. What a current version's configuration names exists: a venv that it names cannot be removed.</summary>
internal sealed class ApplicationRegistry(PackageUses packages, VenvRegistry venvs, SecretRegistry secrets)
    : VersionedRegistry<AppId, ApplicationRecord, ApplicationVersion>(Kind, packages)
{
    private static readonly VersionedKind Kind = new("application", "app_id", ErrorCode.AppNotExists, ErrorCode.AppHistoryNotExists);

    /// <summary>The refusal of a request that names an application which does not exist.</summary>
    public static Refusal Unknown(AppId application) => Kind.NoSuch(application);

    /// <summary>Takes up the rows; the venvs have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot) => Restore(
        snapshot.Applications.Select(application => (application.Id, application)),
        snapshot.Versions.Select(row => (row.Application, new ApplicationVersion(row, new ApplicationPlan(DefinitionReader.ReadApplication(row.Configuration.Utf8))))),
        snapshot.LastApplicationSequence,
        snapshot.LastHistoryId);

    /// <summary>The applications whose current configuration names a venv.</summary>
    public IEnumerable<ApplicationRecord> Naming(VenvId venv) =>
        from entry in Entries
        where entry.Current is { } current && VenvReference.In(current.Plan.Definition).Any(reference => reference.Venv == venv)
        orderby entry.Record.Sequence
        select entry.Record;

    public ManagerReply Create(ManagerInput.CreateApplication command, Step step)
    {
        if (FindEntry(command.Id) is not null) return new ManagerReply(Kind.ExistsAlready(command.Id));
        if (Problem(command.Definition) is { } problem) return new ManagerReply(problem);
        var record = new ApplicationRecord
        {
            Id = command.Id,
            Sequence = NextSequence(),
            Name = command.Name,
            Description = command.Description,
            CreatedAt = step.Now,
            UpdatedAt = step.Now,
            Package = command.Package,
            Configuration = command.Configuration,
        };
        var upload = new UploadedApplication(command.Package, command.Configuration, command.Definition);
        return Create(command.Id, record, NewVersion(command.Id, command.Description, upload, step), step);
    }

    public ManagerReply Update(ManagerInput.UpdateApplication command, Step step)
    {
        if (FindEntry(command.Id) is not { } entry) return new ManagerReply(Kind.NoSuch(command.Id));
        if (command.Package is { } package && (Problem(package.Definition) ?? secrets.FindClash(command.Id, package.Definition)) is { } problem) return new ManagerReply(problem);
        var version = command.Package is { } upload ? NewVersion(command.Id, command.Description ?? "", upload, step) : null;
        return Update(command.Id, entry, command.Name, command.Description, version, step);
    }

    protected override Refusal? Problem(ApplicationVersion version) => Problem(version.Plan.Definition) ?? secrets.FindClash(version.Row.Application, version.Plan.Definition);

    protected override ApplicationRecord With(ApplicationRecord record, string? name, string? description, ApplicationVersion? version, DateTimeOffset now) => record with
    {
        Name = name ?? record.Name,
        Description = description ?? record.Description,
        Package = version?.Package ?? record.Package,
        Configuration = version?.Row.Configuration ?? record.Configuration,
        UpdatedAt = now,
    };

    protected override string CurrentSha1(ApplicationRecord record) => record.Package.Sha1;

    protected override StoreChange Saved(ApplicationRecord record) => new StoreChange.SaveApplication(record);

    protected override StoreChange VersionAdded(ApplicationVersion version) => new StoreChange.AddApplicationVersion(version.Row);

    protected override StoreChange VersionDeleted(AppId id, long historyId) => new StoreChange.DeleteApplicationVersion(id, historyId);

    protected override StoreChange Deleted(AppId id) => new StoreChange.DeleteApplication(id);

    protected override PipelineEvent CreatedEvent(ApplicationRecord record, DateTimeOffset now) =>
        new PipelineEvent.ApplicationCreated(record.Id, record.Name) { At = now };

    protected override PipelineEvent Updated(AppId id, DateTimeOffset now) => new PipelineEvent.ApplicationUpdated(id) { At = now };

    protected override PipelineEvent DeletedEvent(AppId id, DateTimeOffset now) => new PipelineEvent.ApplicationDeleted(id) { At = now };

    private ApplicationVersion NewVersion(AppId application, string description, UploadedApplication upload, Step step)
    {
        var row = new ApplicationVersionRecord
        {
            Application = application,
            HistoryId = NextHistoryId(),
            CreatedAt = step.Now,
            Description = description,
            Package = upload.Package,
            Configuration = upload.Configuration,
        };
        return new ApplicationVersion(row, new ApplicationPlan(upload.Definition));
    }

    private Refusal? Problem(ApplicationDefinition definition)
    {
        var missing = VenvReference.In(definition).Where(reference => venvs.Current(reference.Venv) is null)
            .Select(reference => new DefinitionProblem(reference.Path, $"names the venv {reference.Venv}, which does not exist; list the venvs to find the right id, or create the venv first."))
            .ToArray();
        return missing.Length == 0 ? null : new Refusal(ErrorCode.AppWrongFormat, string.Join(" ", missing.AsEnumerable()), missing[0].Path);
    }
}
