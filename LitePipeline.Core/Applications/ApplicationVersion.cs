using LitePipeline.Core.Graph;
using LitePipeline.Core.Packages;

namespace LitePipeline.Core.Applications;

/// <summary>One version of an application as the machine holds it: its package and its plan.</summary>
internal sealed class ApplicationVersion(AppId application, PackageReference package, ApplicationPlan plan)
{
    public AppId Application { get; } = application;

    public PackageReference Package { get; } = package;

    public ApplicationPlan Plan { get; } = plan;
}
