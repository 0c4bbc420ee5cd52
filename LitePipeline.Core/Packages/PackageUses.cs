using System.Collections.Immutable;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Manager;

namespace LitePipeline.Core.Packages;

/// <summary>Who still needs which package: versions of applications and venvs, and the tasks and attempts that run them.</summary>
internal sealed class PackageUses
{
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);

    /// <summary>Somebody needs this package from now on.</summary>
    public void Hold(PackageReference package) => _uses[package.Sha256] = _uses.GetValueOrDefault(package.Sha256) + 1;

    /// <summary>An upload's package is needed from now on: it stays, whatever was decided about the same content before.</summary>
    public void Take(PackageReference package, Step step)
    {
        Hold(package);
        step.Do(new ManagerEffect.KeepPackage(package.Sha256));
    }

    /// <summary>One that needed this package does not any more; the last one takes it along.</summary>
    public void Release(PackageReference package, Step step)
    {
        if (--_uses[package.Sha256] > 0) return;
        _uses.Remove(package.Sha256);
        step.Do(new ManagerEffect.RemovePackage(package.Sha256));
    }

    /// <summary>Rows that name these artifacts go: their contents go too, unless rows that stay name the same, which whoever removes them looks up.</summary>
    public void Discard(ImmutableArray<Artifact> artifacts, Step step)
    {
        if (artifacts.IsDefaultOrEmpty) return;
        foreach (var sha256 in artifacts.Select(artifact => artifact.Sha256).Distinct()) Discard(sha256, step);
    }

    /// <summary>An upload came to nothing: its package goes, unless the same content is needed elsewhere.</summary>
    public void Discard(string sha256, Step step)
    {
        if (!_uses.ContainsKey(sha256)) step.Do(new ManagerEffect.RemovePackage(sha256));
    }
}
