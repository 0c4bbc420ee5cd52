using System.Collections.Frozen;
using LitePipeline.AspNetCore.Api;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LitePipeline.AspNetCore.Users;

/// <summary>The users as the configuration names them now: a changed file counts without a restart.</summary>
/// <remarks>
/// A change that breaks the rules, or that leaves no user where there were some, is taken for a mistake and the users before it stay:
/// a file that is half written must not open the service.
/// </remarks>
internal sealed partial class UserList : IDisposable
{
    private readonly IOptionsFactory<LitePipelineApiOptions> _factory;
    private readonly ILogger<UserList> _logger;
    private readonly IDisposable[] _watches;
    private volatile Snapshot _current;

    public UserList(
        IOptionsFactory<LitePipelineApiOptions> factory, IEnumerable<IOptionsChangeTokenSource<LitePipelineApiOptions>> sources, ILogger<UserList> logger)
    {
        (_factory, _logger) = (factory, logger);
        _current = new Snapshot(factory.Create(Options.DefaultName));
        _watches = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    public Snapshot Current => _current;

    public void Dispose()
    {
        foreach (var watch in _watches) watch.Dispose();
    }

    private void Reload()
    {
        try
        {
            var changed = new Snapshot(_factory.Create(Options.DefaultName));
            if (changed.IsEmpty && !_current.IsEmpty) LogEmptied();
            else _current = changed;
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            LogRefused(exception.Message);
        }
    }

    [LoggerMessage(5003, LogLevel.Error, "The changed configuration of the API is refused and the users before it stay: {Problems}")]
    private partial void LogRefused(string problems);

    [LoggerMessage(5004, LogLevel.Error, "The changed configuration of the API names no user any more; the users before it stay. Restart to run without users")]
    private partial void LogEmptied();

    /// <summary>The users at one moment.</summary>
    internal sealed class Snapshot(LitePipelineApiOptions options)
    {
        private readonly FrozenDictionary<string, LitePipelineUser> _byName = options.Users.ToFrozenDictionary(user => user.Name, StringComparer.Ordinal);

        public bool IsEmpty => _byName.Count == 0;

        public TimeSpan TokenLifetime { get; } = options.TokenLifetime;

        public bool AcceptOriginalTokens { get; } = options.AcceptOriginalTokens;

        public LitePipelineUser? Find(string name) => _byName.GetValueOrDefault(name);
    }
}
