using Microsoft.Extensions.Logging;

namespace LitePipeline.Fuzzing.Http;

/// <summary>Keeps the last failure that a service has logged, so that a finding says what lies behind an answer.</summary>
internal sealed class LastFailure : ILoggerProvider, ILogger
{
    private volatile string _text = "nothing";

    public override string ToString() => _text;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _text = $"{formatter(state, exception)} {exception}";

    public void Dispose() { }
}
