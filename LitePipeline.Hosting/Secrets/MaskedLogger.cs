using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Secrets;

/// <summary>A handler's logger, whose lines have the attempt's secrets masked. Values beside the text and exceptions are passed on as text, since they may hold one too.</summary>
internal sealed class MaskedLogger(ILogger inner, SecretMask mask) : ILogger
{
    public static ILogger Of(ILogger inner, SecretMask mask) => mask.IsEmpty ? inner : new MaskedLogger(inner, mask);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(mask.Apply(state.ToString() ?? ""));

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel)) return;
        var text = formatter(state, exception);
        inner.Log(logLevel, eventId, mask.Apply(exception is null ? text : $"{text}{Environment.NewLine}{exception}"), null, static (line, _) => line);
    }
}
