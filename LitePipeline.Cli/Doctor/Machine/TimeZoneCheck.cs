namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>Whether this machine knows the world's time zones, which schedules may name.</summary>
internal sealed class TimeZoneCheck : IDoctorCheck
{
    private const string Sample = "Europe/Berlin";

    public string Name => "time zones";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken) => new([TimeZoneInfo.TryFindSystemTimeZoneById(Sample, out _)
        ? Finding.Ok($"{TimeZoneInfo.GetSystemTimeZones().Count} are known, {TimeZoneInfo.Local.Id} is this machine's")
        : Finding.Warning($"none is known, not even {Sample}: a schedule with a time_zone is refused", "Install the time zone database (Debian: tzdata).")]);
}
