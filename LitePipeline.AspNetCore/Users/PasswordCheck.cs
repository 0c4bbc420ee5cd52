using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Checks names and passwords. It costs a guesser as much time as hashing does, and pauses on top.</summary>
/// <remarks>A password that was right is recognised at once when it comes again: clients that send it with every call pay for it once.</remarks>
internal sealed partial class PasswordCheck(FailedAttempts attempts, SignInTrail trail, ILogger<PasswordCheck> logger) : IDisposable
{
    // A name that nobody has is hashed for like any other: the time taken tells nothing.
    private static readonly Lazy<string> NobodysHash = new(() => LitePipelineUsers.HashPassword(Convert.ToHexString(RandomNumberGenerator.GetBytes(16))));

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turnstile = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The user whose password this is; <paramref name="signsIn"/> where they want a token for it, and do not show it with each request.</summary>
    /// <exception cref="CallerRefusedException">It is not theirs, there is no such user, or too many attempts have failed.</exception>
    public async Task<LitePipelineUser> CheckAsync(UserList.Snapshot users, string name, string password, IPAddress? address, bool signsIn, CancellationToken cancellationToken)
    {
        RefuseWhilePaused(users, name, address);
        if (users.Find(name) is { } known && IsKnown(known, password)) return Succeeded(known, address, signsIn);
        await _turnstile.WaitAsync(cancellationToken);
        try
        {
            // Others may have failed, or succeeded, while this one waited for its turn.
            RefuseWhilePaused(users, name, address);
            var user = users.Find(name);
            if (user is not null && IsKnown(user, password)) return Succeeded(user, address, signsIn);
            var verdict = LitePipelineUsers.Hasher.VerifyHashedPassword(new LitePipelineUser(), user?.PasswordHash ?? NobodysHash.Value, password);
            if (user is null || verdict == PasswordVerificationResult.Failed) throw Failed(users, name, address);
            _known[name] = new Known(user.PasswordHash, Digest(password));
            attempts.Succeeded(name, address);
            return Succeeded(user, address, signsIn);
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
        RefuseWhilePaused(users, name, address);
        if (users.Find(name) is not { PasswordMd5: { } key } user || !OriginalToken.IsOf(name, key, token)) throw Failed(users, name, address);
        attempts.Succeeded(name, address);
        return Succeeded(user, address, signsIn: false);
    }

    public void Dispose() => _turnstile.Dispose();

    private void RefuseWhilePaused(UserList.Snapshot users, string name, IPAddress? address)
    {
        if (attempts.PauseOf(name, address) is not { } pause) return;
        trail.Slowed(users.Find(name), address, pause);
        var seconds = Math.Ceiling(pause.TotalSeconds);
        throw new CallerRefusedException($"Too many attempts have failed; try again in {seconds} s.") { RetryAfter = TimeSpan.FromSeconds(seconds) };
    }

    private LitePipelineUser Succeeded(LitePipelineUser user, IPAddress? address, bool signsIn)
    {
        if (signsIn) trail.SignedIn(user, address);
        else trail.CameFrom(user, address);
        return user;
    }

    private CallerRefusedException Failed(UserList.Snapshot users, string name, IPAddress? address)
    {
        attempts.Failed(name, address);
        trail.Failed(users.Find(name), address);
        // What somebody typed who is no user may be a password in the wrong field.
        LogFailed(users.Find(name)?.Name ?? "a user that there is not", address);
        return new CallerRefusedException("The user or the password is wrong.");
    }

    private bool IsKnown(LitePipelineUser user, string password) =>
        _known.TryGetValue(user.Name, out var known) && known.PasswordHash == user.PasswordHash && CryptographicOperations.FixedTimeEquals(known.Digest, Digest(password));

    private byte[] Digest(string password) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));

    [LoggerMessage(5005, LogLevel.Warning, "Someone at {Address} failed to sign in as {User}")]
    private partial void LogFailed(string user, IPAddress? address);

    private sealed record Known(string PasswordHash, byte[] Digest);
}
