using LitePipeline.Core.Manager;

namespace LitePipeline.Core.Services;

/// <summary>The back-off of services: the first end is followed by the shortest pause, and each further one in a row by twice the pause before.</summary>
/// <remarks>Arithmetic, not a retry policy of a library: the pause is a decision that is kept in the store and outlives the manager.</remarks>
internal static class RestartDelay
{
    /// <summary>The pause after so many tasks in a row that ended shortly after their start; none, or one, is the shortest.</summary>
    public static TimeSpan After(int endsInARow, ManagerSettings settings)
    {
        var delay = settings.ServiceRestartDelay;
        for (var end = 1; end < endsInARow && delay < settings.ServiceMaxRestartDelay; end++) delay *= 2;
        return delay < settings.ServiceMaxRestartDelay ? delay : settings.ServiceMaxRestartDelay;
    }

    /// <summary>How many tasks have ended shortly after their start, one after the other, now that another one has ended.</summary>
    public static int Count(int endsInARow, TimeSpan lived, ManagerSettings settings) =>
        lived >= settings.ServiceSteadyTime ? 0 : endsInARow == int.MaxValue ? endsInARow : endsInARow + 1;
}
