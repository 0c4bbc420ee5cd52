#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Venvs;

/// <summary>The venvs and their versions.</summary>
internal sealed class VenvRegistry(PackageUses packages)
{
    private readonly Dictionary<VenvId, PackageReference> _current = [];

    public void Restore(StoreSnapshot snapshot)
    {
        foreach (var venv in snapshot.Venvs) _current.Add(venv.Id, venv.Package);
        foreach (var version in snapshot.VenvVersions) packages.Hold(version.Package);
    }

    /// <summary>The current version's package; null where there is no such venv.</summary>
    public PackageReference? Current(VenvId venv) => _current.GetValueOrDefault(venv);

    public ManagerReply Create(ManagerInput.CreateVenv command, Step step) => NotYet;

    public ManagerReply Update(ManagerInput.UpdateVenv command, Step step) => NotYet;

    public ManagerReply Activate(ManagerInput.ActivateVenvVersion command, Step step) => NotYet;

    public ManagerReply DeleteVersion(ManagerInput.DeleteVenvVersion command, Step step) => NotYet;

    public ManagerReply Delete(ManagerInput.DeleteVenv command, Step step) => NotYet;

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));
}
