using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Transport.Tcp;

/// <summary>How a node reaches its manager. Bound from <see cref="Section"/>.</summary>
public sealed class TcpConnectorOptions : TcpTransportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Node:Tcp";

    /// <summary>The manager's name or address: <c>127.0.0.1</c> by default.</summary>
    [Required]
    public string ManagerHost { get; set; } = "127.0.0.1";

    /// <summary>The manager's port: 6001 by default.</summary>
    [Range(1, 65535)]
    public int ManagerPort { get; set; } = 6001;

    /// <summary>Whether the connection is by TLS: false by default. It must be as at the manager, which uses TLS where it has a certificate.</summary>
    public bool UseTls { get; set; }

    /// <summary>The name that the manager's certificate must be for, where it is not <see cref="ManagerHost"/>.</summary>
    public string? ServerName { get; set; }

    /// <inheritdoc/>
    internal override IEnumerable<string> Problems(string section)
    {
        foreach (var problem in base.Problems(section)) yield return problem;
        if (UseTls) yield break;
        var (name, set) = CertificateFile is not null ? (nameof(CertificateFile), true) : AuthorityFile is not null ? (nameof(AuthorityFile), true) : (nameof(ServerName), ServerName is not null);
        if (set) yield return $"{section}:{name} is set, but {nameof(UseTls)} is false: nothing would be checked. Set {nameof(UseTls)} to true, or take {name} away.";
    }
}
