using LitePipeline.Hosting.Manager;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Simulation.Processes;

/// <summary>Reads along: an error that no fault explains is a broken promise.</summary>
internal sealed class SimulatedLogger<T>(World world) : ILogger<T>
{
    // What the loop logs first when it starts over.
    private const int StartsOver = 1002;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || world.Keeps;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (typeof(T) == typeof(ManagerLoop) && eventId.Id == StartsOver) world.StartsOver();
        if (world.Keeps && logLevel >= LogLevel.Warning) world.Log($"{typeof(T).Name}: {formatter(state, exception)} {exception?.Message}");
        if (logLevel < LogLevel.Error || exception is null || exception.Message.StartsWith("Simulated", StringComparison.Ordinal)) return;
        if (exception is ViolationException violation) world.Fail(violation.Violation);
        else world.Fail(new Violation("error", $"{typeof(T).Name}: {formatter(state, exception)}: {exception}"));
    }
}
