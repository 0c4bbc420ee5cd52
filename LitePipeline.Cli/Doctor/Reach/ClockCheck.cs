using System.Globalization;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>How far the manager's clock is from the one here.</summary>
internal sealed class ClockCheck(ManagerAccess manager, TimeProvider time) : IDoctorCheck
{
    // An answer tells whole seconds, and is on its way for a while.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Much = TimeSpan.FromMinutes(5);

    public string Name => "clock";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        using var answer = await manager.GetAsync("api/v1/health", cancellationToken);
        if (answer.Headers.Date is not { } theirs) return [];
        var middle = before + (time.GetUtcNow() - before) / 2;
        var off = (theirs - middle).Duration();
        if (off <= Precision) return [Finding.Ok($"as here, to {Precision.TotalSeconds:0} s")];
        var text = string.Create(CultureInfo.InvariantCulture, $"the manager's clock is {(theirs > middle ? "ahead" : "behind")} of the one here by {off.TotalSeconds:N0} s");
        const string mend = "Let both machines keep their time (systemd-timesyncd, chrony). Schedules are due by the manager's clock; certificates and sign-ins end by it.";
        return [off > Much ? Finding.Wrong(text, mend) : Finding.Warning(text, mend)];
    }
}
