using System.Net;
using LitePipeline.Hosting.Access;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Who signed in, out, or failed to, for the manager's audit trail; nothing where the manager is not in this process.</summary>
internal sealed class SignInTrail(AccessTrail? trail = null)
{
    private const int MaxKnown = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(string User, string Address)> _known = [];

    /// <summary>A user has signed in for a token.</summary>
    public void SignedIn(LitePipelineUser user, IPAddress? address) => Note("sign_in", user.Name, address, user.Name, null);

    public void SignedOut(string user, IPAddress? address) => Note("sign_out", user, address, user, null);

    /// <summary>A user has shown a password with a request. Clients that do so do it with each: the first from an address counts as a sign-in.</summary>
    public void CameFrom(LitePipelineUser user, IPAddress? address)
    {
        lock (_lock)
        {
            if (!_known.Add((user.Name, Text(address) ?? ""))) return;
            if (_known.Count > MaxKnown) _known.Clear();
        }

        Note("sign_in", user.Name, address, user.Name, "with each request");
    }

    /// <summary>A password or token was wrong; <paramref name="user"/> is null where nobody has the name.</summary>
    public void Failed(LitePipelineUser? user, IPAddress? address) => Note("fail", "anyone", address, user?.Name, user is null ? "no such user" : null);

    /// <summary>An attempt was not looked at, because too many before it have failed.</summary>
    public void Slowed(LitePipelineUser? user, IPAddress? address, TimeSpan pause) => Note("slow", "anyone", address, user?.Name, $"too many have failed: not looked at for {Math.Ceiling(pause.TotalSeconds)} s");

    private void Note(string verb, string actor, IPAddress? address, string? name, string? details) => trail?.Note(new AccessNote(verb, "user", actor, Text(address), name) { Details = details });

    private static string? Text(IPAddress? address) => address?.ToString();
}
