using System.Net.Security;
using System.Security.Authentication;
using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Tls;

/// <summary>The node's part of TLS.</summary>
internal sealed class ClientTls
{
    private readonly TcpConnectorOptions _options;
    private readonly CertificateFile? _certificate;
    private readonly AuthorityFile? _authorities;

    public ClientTls(TcpConnectorOptions options, Action<Exception> failed)
    {
        _options = options;
        _certificate = options.OpenCertificate(failed);
        _authorities = options.OpenAuthorities(failed);
    }

    /// <exception cref="ProtocolException">The manager does not speak TLS, or one end does not take the other's certificate.</exception>
    public async Task<Stream> AuthenticateAsync(Stream plain, CancellationToken cancellationToken)
    {
        var stream = new SslStream(plain);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _options.ServerName ?? _options.ManagerHost,
                    ClientCertificateContext = _certificate?.Current,
                    CertificateChainPolicy = _authorities?.Policy(),
                },
                cancellationToken);
            return stream;
        }
        catch (Exception failure) when (failure is AuthenticationException or FormatException)
        {
            throw new ProtocolException(
                ProtocolError.Unauthorized,
                $"TLS with the manager at {_options.ManagerHost}:{_options.ManagerPort} failed: {failure.Message} " +
                $"See that the manager has a certificate ({nameof(TcpTransportOptions.CertificateFile)}) for this name, of an authority that this node trusts ({nameof(TcpTransportOptions.AuthorityFile)}).",
                failure);
        }
    }
}
