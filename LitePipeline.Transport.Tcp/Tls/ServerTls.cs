using System.Net.Security;

namespace LitePipeline.Transport.Tcp.Tls;

/// <summary>The manager's part of TLS.</summary>
/// <param name="certificate">What it shows.</param>
/// <param name="nodes">Whose certificates let a node in; null where none does.</param>
internal sealed class ServerTls(CertificateFile certificate, AuthorityFile? nodes)
{
    /// <summary>Authenticates both ends. A node need not show a certificate, but one that it shows must be good.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The other end does not speak TLS, or its certificate is not good.</exception>
    public async Task AuthenticateAsync(SslStream stream, CancellationToken cancellationToken) => await stream.AuthenticateAsServerAsync(
        new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current,
            ClientCertificateRequired = nodes is not null,
            CertificateChainPolicy = nodes?.Policy(),
            RemoteCertificateValidationCallback = (_, shown, _, errors) => shown is null || errors == SslPolicyErrors.None,
        },
        cancellationToken);
}
