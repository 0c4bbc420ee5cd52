using System.Net;
using System.Net.Sockets;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Slows those who try passwords: after a few failures each further one costs a pause that doubles, for a user from an address, and for an address.</summary>
/// <remarks>A user is never held up by failures from other addresses, so nobody can lock another out from afar.</remarks>
internal sealed class FailedAttempts(TimeProvider time)
{
    private const int FreePerUser = 5, FreePerAddress = 20;
    private const int MaxKept = 10_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<Origin, Failures> _failures = [];

    /// <summary>How long this user has to wait at this address before another attempt is looked at; null for not at all.</summary>
    public TimeSpan? PauseOf(string user, IPAddress? address)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var until = new[] { Origin.Of(user, address), Origin.Of(null, address) }.Max(origin => _failures.TryGetValue(origin, out var failures) ? failures.BlockedUntil : default);
            return until > now ? until - now : null;
        }
    }

    public void Failed(string user, IPAddress? address)
    {
        lock (_lock)
        {
            Count(Origin.Of(user, address), FreePerUser);
            Count(Origin.Of(null, address), FreePerAddress);
        }
    }

    public void Succeeded(string user, IPAddress? address)
    {
        lock (_lock) _failures.Remove(Origin.Of(user, address));
    }

    private void Count(Origin origin, int free)
    {
        var now = time.GetUtcNow();
        if (!_failures.TryGetValue(origin, out var before)) MakeRoom(now);
        else if (now - before.LatestAt > ForgottenAfter) before = default;
        var count = before.Count + 1;
        var pause = count < free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, count - free)));
        _failures[origin] = new Failures(count, now, now + pause);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_failures.Count < MaxKept) return;
        foreach (var (origin, failures) in _failures)
            if (now - failures.LatestAt > ForgottenAfter) _failures.Remove(origin);
        if (_failures.Count < MaxKept) return;
        // Some at once, so that room is not made for each that comes.
        foreach (var (origin, _) in _failures.OrderBy(entry => entry.Value.LatestAt).Take(MaxKept / 10).ToArray()) _failures.Remove(origin);
    }

    private readonly record struct Failures(int Count, DateTimeOffset LatestAt, DateTimeOffset BlockedUntil);

    private readonly record struct Origin(string? User, string Address)
    {
        // Who has one address of version 6 has the 2^64 of its network.
        public static Origin Of(string? user, IPAddress? address) => new(user, address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
            _ => address.ToString(),
        });
    }
}
