using LitePipeline.AspNetCore;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>Whether tool and manager are of one version.</summary>
internal sealed class VersionCheck(ManagerAccess manager) : IDoctorCheck
{
    public string Name => "version";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var answer = await manager.Client.GetAsync("cluster/info", Query.None.With("include", "manager"), cancellationToken);
        if (Refusal.Of(answer) is { } refusal) throw refusal;
        var (theirs, ours) = (answer.GetProperty("version").GetString(), LitePipelineVersion.Text);
        return [theirs == ours
            ? Finding.Ok($"tool and manager are {ours}")
            : Finding.Warning($"the manager is {theirs}, and this tool {ours}", "Install the same version on both machines: the manager first, then its nodes.")];
    }
}
