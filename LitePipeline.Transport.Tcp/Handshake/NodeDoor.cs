using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Tls;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>Who comes in at the manager, and whether by TLS: as the options and their files say at that moment.</summary>
internal sealed class NodeDoor
{
    private readonly string? _token;
    private readonly FileBacked<string[]>? _tokens;
    private readonly ServerTls? _tls;
    private readonly bool _takesCertificates;

    /// <param name="options">What the manager was told.</param>
    /// <param name="failed">Is told once of each change of a file that cannot be used.</param>
    public NodeDoor(TcpListenerOptions options, Action<Exception> failed)
    {
        (_token, _tokens) = (options.Token, options.ReadTokens(failed));
        var authorities = options.OpenAuthorities(failed);
        _takesCertificates = authorities is not null;
        if (options.OpenCertificate(failed) is { } certificate) _tls = new ServerTls(certificate, authorities);
    }

    /// <summary>Makes a wire of a connection that came, by TLS where the manager has a certificate.</summary>
    /// <exception cref="ProtocolException">TLS failed.</exception>
    public async Task<Wire> OpenAsync(Socket socket, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        // A node without TLS gets a wire, so that it can be told what is missing.
        if (_tls is null || await SpeaksPlainlyAsync(socket, cancellationToken)) return new Wire(socket, plain);
        var stream = new SslStream(plain);
        try
        {
            await _tls.AuthenticateAsync(stream, cancellationToken);
            return new Wire(socket, stream);
        }
        catch (AuthenticationException failure)
        {
            throw new ProtocolException(ProtocolError.Unauthorized, $"TLS failed: {failure.Message}", failure);
        }
    }

    /// <summary>Why a node that says <paramref name="hello"/> over <paramref name="wire"/> may not come in; null where it may.</summary>
    public ProtocolException? Refusal(Wire wire, Hello hello)
    {
        if (_tls is not null && !wire.IsEncrypted)
            return new(ProtocolError.Unauthorized, $"The manager takes TLS only; set {nameof(TcpConnectorOptions.UseTls)} on the node.");
        if (wire.ShowsCertificate) return null;
        string[] tokens = _tokens?.Current ?? (string.IsNullOrEmpty(_token) ? [] : [_token]);
        if (tokens.Length == 0 && !_takesCertificates) return null;
        // All are looked at, so that the time tells nothing.
        var matches = 0;
        foreach (var token in tokens) matches += ClusterToken.Matches(token, hello.Token) ? 1 : 0;
        if (matches > 0) return null;
        return tokens.Length == 0
            ? new(ProtocolError.Unauthorized, $"The manager takes nodes with a certificate only; set {nameof(TcpTransportOptions.CertificateFile)} on the node.")
            : new(ProtocolError.Unauthorized, "The cluster token is missing or wrong; set the manager's token on the node.");
    }

    private static async Task<bool> SpeaksPlainlyAsync(Socket socket, CancellationToken cancellationToken)
    {
        var first = new byte[1];
        return await socket.ReceiveAsync(first, SocketFlags.Peek, cancellationToken) == 1 && Preface.CanBe(first);
    }
}
