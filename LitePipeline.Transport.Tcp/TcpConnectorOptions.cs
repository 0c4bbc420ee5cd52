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
}
