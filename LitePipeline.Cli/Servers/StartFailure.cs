using LitePipeline.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Cli.Servers;

/// <summary>Why a server does not start, told once and in a line for each reason, instead of a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>Starts, or ends the command with the reasons.</summary>
    /// <param name="what">The manager or the node.</param>
    /// <param name="silence">Lifted once it has started: from then on the host's own log is heard.</param>
    /// <param name="start">Starts it.</param>
    /// <exception cref="ToolException">It does not start.</exception>
    public static async Task GuardAsync(string what, StartSilence silence, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OptionsValidationException or AggregateException or LitePipelineException or InvalidOperationException)
        {
            throw ToolException.Failed($"The {what} cannot start: {string.Join('\n', Reasons(failure).Distinct())}", failure);
        }

        silence.Lift();
    }

    private static IEnumerable<string> Reasons(Exception failure) => failure switch
    {
        AggregateException all => all.InnerExceptions.SelectMany(Reasons),
        OptionsValidationException options => options.Failures,
        _ => [failure.Message],
    };
}

/// <summary>Keeps the host from logging a failed start, which the command tells itself.</summary>
internal sealed class StartSilence
{
    private volatile bool _lifted;

    public void Lift() => _lifted = true;

    public void AddTo(ILoggingBuilder logging) => logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _lifted && level >= LogLevel.Warning);
}
