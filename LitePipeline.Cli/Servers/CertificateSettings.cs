using LitePipeline.Transport.Tcp;

namespace LitePipeline.Cli.Servers;

/// <summary>A certificate with its key.</summary>
/// <param name="File">PEM, or PKCS #12.</param>
/// <param name="KeyFile">The key in PEM, where <paramref name="File"/> does not hold it.</param>
/// <param name="Password">The key's password; null for none.</param>
internal sealed record CertificateSettings(string File, string? KeyFile, string? Password)
{
    /// <summary>Shows it on the connections between manager and nodes.</summary>
    public void AddTo(TcpTransportOptions tcp) => (tcp.CertificateFile, tcp.CertificateKeyFile, tcp.CertificatePassword) = (File, KeyFile, Password);
}
