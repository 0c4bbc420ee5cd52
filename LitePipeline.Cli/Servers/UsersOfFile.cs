using System.Runtime.InteropServices;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Cli.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LitePipeline.Cli.Servers;

/// <summary>The users of a manager, read from its file again at SIGHUP: a password is changed, and a user let in or shut out, without a restart.</summary>
internal sealed partial class UsersOfFile : IOptionsChangeTokenSource<LitePipelineApiOptions>, IDisposable
{
    private readonly string? _file;
    private readonly PosixSignalRegistration? _hangUp;
    private volatile List<LitePipelineUser> _current;
    private ConfigurationReloadToken _change = new();

    public UsersOfFile(ManagerSettings settings)
    {
        _file = settings.File;
        _current = Users(settings);
        if (_file is not null && !OperatingSystem.IsWindows()) _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangUp);
    }

    public string Name => Options.DefaultName;

    /// <summary>As the file said when it was last read.</summary>
    public IReadOnlyList<LitePipelineUser> Current => _current;

    /// <summary>Where a failed reading is told; there is no log before the host is built.</summary>
    public ILogger? Logger { get; set; }

    public IChangeToken GetChangeToken() => _change;

    public void Dispose() => _hangUp?.Dispose();

    // Hashing a password takes time on purpose: once for each reading is enough.
    private static List<LitePipelineUser> Users(ManagerSettings settings) => [.. settings.Users.Select(user => user.ToUser(settings.AcceptOriginalTokens))];

    private void HangUp(PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            _current = Users(ManagerConfiguration.Read(_file!, out _));
            if (Logger is not null) LogRead(Logger, _current.Count, _file!);
            Interlocked.Exchange(ref _change, new ConfigurationReloadToken()).OnReload();
        }
        catch (ToolException wrong)
        {
            if (Logger is not null) LogWrong(Logger, wrong.Message);
        }
    }

    [LoggerMessage(6011, LogLevel.Information, "Read {Count} users from {File}; what else it says counts from the next start")]
    private static partial void LogRead(ILogger logger, int count, string file);

    [LoggerMessage(6012, LogLevel.Error, "The users stay as they were: {Problems}")]
    private static partial void LogWrong(ILogger logger, string problems);
}
