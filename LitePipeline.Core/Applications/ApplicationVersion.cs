using LitePipeline.Core.Graph;
using LitePipeline.Core.Packages;

namespace LitePipeline.Core.Applications;

/// <summary>One version of an application as the machine holds it: its row and its plan. Tasks hold it too, so it outlives its row while they run.</summary>
internal sealed class ApplicationVersion(ApplicationVersionRecord row, ApplicationPlan plan) : IVersion
{
    public ApplicationVersionRecord Row { get; } = row;

    public AppId Application => Row.Application;

    public long HistoryId => Row.HistoryId;

    public string Description => Row.Description;

    public PackageReference Package => Row.Package;

    public ApplicationPlan Plan { get; } = plan;
}
