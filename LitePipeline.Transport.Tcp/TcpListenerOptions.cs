using System.ComponentModel.DataAnnotations;
using System.Net;

namespace LitePipeline.Transport.Tcp;

/// <summary>Where and how the manager listens for nodes. Bound from <see cref="Section"/>.</summary>
public sealed class TcpListenerOptions : TcpTransportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Manager:Tcp";

    /// <summary>The address to listen on: <c>127.0.0.1</c> by default, so that only nodes of this machine reach it. <c>0.0.0.0</c> or <c>::</c> for all.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port: 6001 by default; 0 for any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 6001;

    /// <summary>How many connections may be in the handshake at once; more are closed at once. 64 by default.</summary>
    [Range(1, 100_000)]
    public int MaxHandshakes { get; set; } = 64;

    /// <summary>Why these options cannot be used together; null where they can.</summary>
    internal string? Problem() =>
        string.IsNullOrEmpty(Token) && !IsLoopback
            ? $"{Section}:{nameof(Host)} is {Host}, which other machines may reach, and {nameof(Token)} is empty: anybody could join as a node. " +
              $"Set {nameof(Token)} here and on every node, or listen on 127.0.0.1."
            : null;

    private bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
