namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>All that a transport must do, by TLS with a certificate at each end.</summary>
public sealed class TlsTransportTests : NodeTransportConformance
{
    protected override TransportPair CreatePair()
    {
        var authority = new TestAuthority();
        authority.Issue("manager");
        authority.Issue("node");
        return new TcpPair(
            o => (o.CertificateFile, o.CertificateKeyFile, o.AuthorityFile) = (authority.In("manager.pem"), authority.In("manager.key"), authority.File),
            o => (o.UseTls, o.CertificateFile, o.CertificateKeyFile, o.AuthorityFile) = (true, authority.In("node.pem"), authority.In("node.key"), authority.File),
            owned: authority);
    }
}
