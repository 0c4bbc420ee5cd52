using LitePipeline.Cli.Doctor.Reach;
using LitePipeline.Core.Manager;

namespace LitePipeline.Cli.Doctor.Cluster;

/// <summary>Looks at the cluster as the manager sees it.</summary>
internal abstract class ClusterCheck(ManagerAccess manager) : IDoctorCheck
{
    public abstract string Name { get; }

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken) =>
        [.. Look(await manager.Client.Remote.AskAsync(remote => remote.GetClusterAsync(cancellationToken)))];

    protected abstract IEnumerable<Finding> Look(ClusterView cluster);
}
