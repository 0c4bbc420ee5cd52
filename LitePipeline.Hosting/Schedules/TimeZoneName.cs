using System.Text.RegularExpressions;

namespace LitePipeline.Hosting.Schedules;

/// <summary>The name of a time zone, as users give it.</summary>
internal static partial class TimeZoneName
{
    /// <summary>The zone of that name, the manager's own for none; null where the machine knows no such zone.</summary>
    public static TimeZoneInfo? Find(string? name, TimeProvider time)
    {
        if (name is null) return time.LocalTimeZone;
        // The runtime takes a name for a file's; nothing but a name may reach it.
        return Name().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_+-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
