#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Applications;

/// <summary>The applications and their versions.</summary>
internal sealed class ApplicationRegistry(PackageUses packages)
{
    private readonly Dictionary<AppId, Entry> _applications = [];
    private long _lastSequence;
    private long _lastHistoryId;

    public void Restore(StoreSnapshot snapshot)
    {
        (_lastSequence, _lastHistoryId) = (snapshot.LastApplicationSequence, snapshot.LastHistoryId);
        foreach (var application in snapshot.Applications) _applications.Add(application.Id, new Entry());
        foreach (var version in snapshot.Versions)
        {
            if (!_applications.TryGetValue(version.Application, out var entry)) continue;
            var plan = new ApplicationPlan(DefinitionReader.ReadApplication(version.Configuration.Utf8));
            entry.Versions[version.Package.Sha1] = new ApplicationVersion(version.Application, version.Package, plan);
            packages.Hold(version.Package);
        }

        foreach (var application in snapshot.Applications)
        {
            _applications[application.Id].Current = _applications[application.Id].Versions.GetValueOrDefault(application.Package.Sha1);
        }
    }

    public ApplicationVersion? Current(AppId application) => _applications.GetValueOrDefault(application)?.Current;

    public ApplicationVersion? Find(AppId application, string sha1) =>
        _applications.GetValueOrDefault(application)?.Versions.GetValueOrDefault(sha1);

    /// <summary>The refusal of a request that names an application which does not exist.</summary>
    public static Refusal Unknown(AppId application) =>
        new(ErrorCode.AppNotExists, $"There is no application {application}; list the applications to find the right id.", "app_id");

    public ManagerReply Update(ManagerInput.UpdateApplication command, Step step) => NotYet;

    public ManagerReply Activate(ManagerInput.ActivateApplicationVersion command, Step step) => NotYet;

    public ManagerReply DeleteVersion(ManagerInput.DeleteApplicationVersion command, Step step) => NotYet;

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));

    public ManagerReply Create(ManagerInput.CreateApplication command, Step step)
    {
        if (_applications.ContainsKey(command.Id))
            return new ManagerReply(new Refusal(ErrorCode.InvalidParameters, $"An application with the id {command.Id} exists already.", "app_id"));

        var version = new ApplicationVersion(command.Id, command.Package, new ApplicationPlan(command.Definition));
        _applications.Add(command.Id, new Entry { Current = version, Versions = { [command.Package.Sha1] = version } });
        packages.Hold(command.Package);
        step.Change(new StoreChange.SaveApplication(new ApplicationRecord
        {
            Id = command.Id,
            Sequence = ++_lastSequence,
            Name = command.Name,
            Description = command.Description,
            CreatedAt = step.Now,
            UpdatedAt = step.Now,
            Package = command.Package,
            Configuration = command.Configuration,
        }));
        step.Change(new StoreChange.AddApplicationVersion(new ApplicationVersionRecord
        {
            Application = command.Id,
            HistoryId = ++_lastHistoryId,
            CreatedAt = step.Now,
            Description = command.Description,
            Package = command.Package,
            Configuration = command.Configuration,
        }));
        step.Publish(new PipelineEvent.ApplicationCreated(command.Id, command.Name) { At = step.Now });
        return ManagerReply.Accepted;
    }

    /// <summary>Removes an application; false where there is none.</summary>
    public bool Delete(AppId application, Step step)
    {
        if (!_applications.Remove(application, out var entry)) return false;
        step.Change(new StoreChange.DeleteApplication(application));
        step.Publish(new PipelineEvent.ApplicationDeleted(application) { At = step.Now });
        foreach (var version in entry.Versions.Values) packages.Release(version.Package, step);
        return true;
    }

    private sealed class Entry
    {
        public ApplicationVersion? Current { get; set; }

        public Dictionary<string, ApplicationVersion> Versions { get; } = new(StringComparer.Ordinal);
    }
}
