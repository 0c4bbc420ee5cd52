using System.Globalization;
using System.Net;

namespace LitePipeline.Cli.Client;

/// <summary>A host and a port, as people write them: <c>127.0.0.1:8000</c>, <c>[::1]:8000</c>, <c>manager:8000</c>.</summary>
internal sealed record HostPort(string Host, int Port)
{
    /// <summary>Reads the text; null where it is none.</summary>
    public static HostPort? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0) return null;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']'] && IPAddress.TryParse(inner, out _)) host = inner;
        else if (Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4)) return null;
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? new HostPort(host, port)
            : null;
    }

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
