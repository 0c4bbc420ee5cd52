using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Applications;

/// <summary>The applications and their versions, and which packages are still needed.</summary>
internal sealed class ApplicationRegistry
{
    private readonly Dictionary<AppId, Entry> _applications = [];
    private readonly Dictionary<string, int> _packageUses = new(StringComparer.Ordinal);
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
            Use(version.Package.Sha256);
        }

        foreach (var application in snapshot.Applications)
        {
            _applications[application.Id].Current = _applications[application.Id].Versions.GetValueOrDefault(application.Package.Sha1);
        }
    }

    public ApplicationVersion? Current(AppId application) => _applications.GetValueOrDefault(application)?.Current;

    public ApplicationVersion? Find(AppId application, string sha1) =>
        _applications.GetValueOrDefault(application)?.Versions.GetValueOrDefault(sha1);

    public ManagerReply Create(ManagerInput.CreateApplication command, Step step)
    {
        if (_applications.ContainsKey(command.Id))
            return new ManagerReply(new Refusal(ErrorCode.InvalidParameters, $"An application with the id {command.Id} exists already.", "app_id"));

        var version = new ApplicationVersion(command.Id, command.Package, new ApplicationPlan(command.Definition));
        _applications.Add(command.Id, new Entry { Current = version, Versions = { [command.Package.Sha1] = version } });
        Use(command.Package.Sha256);
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
        foreach (var version in entry.Versions.Values) Release(version.Package, step);
        return true;
    }

    /// <summary>A task needs this package until it ends.</summary>
    public void Hold(PackageReference package) => Use(package.Sha256);

    /// <summary>One that needed this package does not any more.</summary>
    public void Release(PackageReference package, Step step)
    {
        if (--_packageUses[package.Sha256] > 0) return;
        _packageUses.Remove(package.Sha256);
        step.Do(new ManagerEffect.RemovePackage(package.Sha256));
    }

    private void Use(string sha256) => _packageUses[sha256] = _packageUses.GetValueOrDefault(sha256) + 1;

    private sealed class Entry
    {
        public ApplicationVersion? Current { get; set; }

        public Dictionary<string, ApplicationVersion> Versions { get; } = new(StringComparer.Ordinal);
    }
}
