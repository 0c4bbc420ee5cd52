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

    /// <summary>How many connections may be in the handshake at once; with each further one, the one that has been in it for longest is closed. 64 by default.</summary>
    [Range(1, 100_000)]
    public int MaxHandshakes { get; set; } = 64;

    /// <inheritdoc/>
    internal override IEnumerable<string> Problems(string section)
    {
        foreach (var problem in base.Problems(section)) yield return problem;
        if (AuthorityFile is not null && CertificateFile is null)
            yield return $"{section}:{nameof(AuthorityFile)} is set without {nameof(CertificateFile)}: nodes show certificates over TLS only. Set the manager's certificate, too.";
        if (string.IsNullOrEmpty(Token) && TokenFile is null && AuthorityFile is null && !IsLoopback)
        {
            yield return $"{section}:{nameof(Host)} is {Host}, which other machines may reach, and neither {nameof(Token)} nor {nameof(TokenFile)} nor {nameof(AuthorityFile)} is set: anybody could join as a node. " +
                $"Set one of them here and what it asks for on every node, or listen on 127.0.0.1.";
        }
    }

    /// <summary>Whether only this machine reaches the listener.</summary>
    internal bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
