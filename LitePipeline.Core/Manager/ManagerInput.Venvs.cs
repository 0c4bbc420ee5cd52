using LitePipeline.Core.Packages;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core.Manager;

public abstract partial record ManagerInput
{
    /// <summary>Adds a venv whose package is stored and inspected already.</summary>
    public sealed record CreateVenv(VenvId Id, string Name, string Description, PackageReference Package) : ManagerInput;

    /// <summary>Changes a venv; what is null stays. A new package adds a version and makes it current.</summary>
    public sealed record UpdateVenv(VenvId Id, string? Name, string? Description, PackageReference? Package) : ManagerInput;

    /// <summary>Makes a version of a venv's history its current one.</summary>
    public sealed record ActivateVenvVersion(VenvId Id, long HistoryId) : ManagerInput;

    /// <summary>Removes a version from a venv's history; the current one cannot be removed.</summary>
    public sealed record DeleteVenvVersion(VenvId Id, long HistoryId) : ManagerInput;

    /// <summary>Removes a venv; refused while the current configuration of an application names it. Actions of older versions, and generated ones, that name it fail from now on.</summary>
    public sealed record DeleteVenv(VenvId Id) : ManagerInput;
}
