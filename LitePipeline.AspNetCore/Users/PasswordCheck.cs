using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Checks names and passwords. It costs a guesser as much time as hashing does, and pauses on top.</summary>
/// <remarks>A password that was right is recognised at once when it comes again: clients that send it with every call pay for it once.</remarks>
internal sealed partial class PasswordCheck(FailedAttempts attempts, ILogger<PasswordCheck> logger) : IDisposable
{
    // A name that nobody has is hashed for like any other: the time taken tells nothing.
    private static readonly Lazy<string> NobodysHash = new(() => LitePipelineUsers.HashPassword(Convert.ToHexString(RandomNumberGenerator.GetBytes(16))));

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turnstile = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The user whose password this is.</summary>
    /// <exception cref="CallerRefusedException">It is not theirs, there is no such user, or too many attempts have failed.</exception>
    public async Task<LitePipelineUser> CheckAsync(UserList.Snapshot users, string name, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        RefuseWhilePaused(name, address);
        if (users.Find(name) is { } known && IsKnown(known, password)) return known;
        await _turnstile.WaitAsync(cancellationToken);
        try
        {
            // Others may have failed, or succeeded, while this one waited for its turn.
            RefuseWhilePaused(name, address);
            var user = users.Find(name);
            if (user is not null && IsKnown(user, password)) return user;
            var verdict = LitePipelineUsers.Hasher.VerifyHashedPassword(new LitePipelineUser(), user?.PasswordHash ?? NobodysHash.Value, password);
            if (user is null || verdict == PasswordVerificationResult.Failed) throw Failed(name, address);
            _known[name] = new Known(user.PasswordHash, Digest(password));
            attempts.Succeeded(name, address);
            return user;
        }
        finally
        {
            _turnstile.Release();
        }
    }

    /// <summary>The user whose token, as the original's clients make them, this is.</summary>
    /// <exception cref="CallerRefusedException">It is not theirs, there is no such user, or too many attempts have failed.</exception>
    public LitePipelineUser CheckOriginal(UserList.Snapshot users, string name, string token, IPAddress? address)
    {
        RefuseWhilePaused(name, address);
        if (users.Find(name) is not { PasswordMd5: { } key } user || !OriginalToken.IsOf(name, key, token)) throw Failed(name, address);
        attempts.Succeeded(name, address);
        return user;
    }

    public void Dispose() => _turnstile.Dispose();

    private void RefuseWhilePaused(string name, IPAddress? address)
    {
        if (attempts.PauseOf(name, address) is not { } pause) return;
        var seconds = Math.Ceiling(pause.TotalSeconds);
        throw new CallerRefusedException($"Too many attempts have failed; try again in {seconds} s.") { RetryAfter = TimeSpan.FromSeconds(seconds) };
    }

    private CallerRefusedException Failed(string name, IPAddress? address)
    {
        attempts.Failed(name, address);
        LogFailed(new string([.. name.Take(64).Where(letter => !char.IsControl(letter))]), address);
        return new CallerRefusedException("The user or the password is wrong.");
    }

    private bool IsKnown(LitePipelineUser user, string password) =>
        _known.TryGetValue(user.Name, out var known) && known.PasswordHash == user.PasswordHash && CryptographicOperations.FixedTimeEquals(known.Digest, Digest(password));

    private byte[] Digest(string password) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));

    [LoggerMessage(5005, LogLevel.Warning, "Someone at {Address} failed to sign in as '{User}'")]
    private partial void LogFailed(string user, IPAddress? address);

    private sealed record Known(string PasswordHash, byte[] Digest);
}
