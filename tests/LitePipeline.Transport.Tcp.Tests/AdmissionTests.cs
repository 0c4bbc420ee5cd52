using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Tls;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>Who may join: by a token, by a certificate, over TLS or not.</summary>
public sealed class AdmissionTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public AdmissionTests()
    {
        _authority.Issue("manager");
        _authority.Issue("node");
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_node_joins_by_its_token_over_TLS()
    {
        await using var pair = new TcpPair(o => { Certified(o); o.Token = "t"; }, o => { Trusting(o); o.Token = "t"; });
        await AssertJoinsAsync(pair);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_over_TLS_in_the_same_words()
    {
        await using var pair = new TcpPair(o => { Certified(o); o.Token = "t"; }, o => { Trusting(o); o.Token = "u"; });
        var refused = await AssertRefusedAsync(pair, ProtocolError.Unauthorized);
        Assert.Contains("token is missing or wrong", refused.Message);
    }

    [Fact]
    public async Task A_node_with_a_certificate_needs_no_token()
    {
        await using var pair = new TcpPair(o => { TakingCertificates(o); o.Token = "t"; }, Showing);
        await AssertJoinsAsync(pair);
    }

    [Fact]
    public async Task A_node_without_a_certificate_joins_by_its_token_where_both_count()
    {
        await using var pair = new TcpPair(o => { TakingCertificates(o); o.Token = "t"; }, o => { Trusting(o); o.Token = "t"; });
        await AssertJoinsAsync(pair);
    }

    [Fact]
    public async Task Where_only_certificates_count_a_node_without_one_is_told_so()
    {
        await using var pair = new TcpPair(TakingCertificates, o => { Trusting(o); o.Token = "any"; });
        var refused = await AssertRefusedAsync(pair, ProtocolError.Unauthorized);
        Assert.Contains("CertificateFile", refused.Message);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_even_with_the_right_token()
    {
        using var other = new TestAuthority("others");
        other.Issue("node");
        await using var pair = new TcpPair(o => { TakingCertificates(o); o.Token = "t"; }, o =>
        {
            Trusting(o);
            (o.CertificateFile, o.CertificateKeyFile, o.Token) = (other.In("node.pem"), other.In("node.key"), "t");
        });
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        // By TLS 1.3 the node learns it with the first bytes that it reads.
        await Assert.ThrowsAnyAsync<Exception>(() => pair.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None));
        await Limit.UntilAsync(() => pair.OpenConnections == 0, "the manager let go of the connection");
    }

    [Fact]
    public async Task A_manager_that_the_node_does_not_trust_gets_no_token()
    {
        using var other = new TestAuthority("others");
        await using var pair = new TcpPair(o => { Certified(o); o.Token = "t"; }, o => (o.UseTls, o.AuthorityFile, o.Token) = (true, other.File, "t"));
        var refused = await AssertRefusedAsync(pair, ProtocolError.Unauthorized);
        Assert.Contains("AuthorityFile", refused.Message);
        Assert.Contains("TLS with the manager", refused.Message);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_unless_the_node_is_told_the_name()
    {
        await using (var wrong = new TcpPair(Certified, o => { Trusting(o); o.ServerName = "elsewhere"; }))
            await AssertRefusedAsync(wrong, ProtocolError.Unauthorized);
        await using var right = new TcpPair(Certified, o => { Trusting(o); o.ServerName = "manager"; });
        await AssertJoinsAsync(right);
    }

    [Fact]
    public async Task A_node_without_TLS_is_told_that_the_manager_takes_only_that()
    {
        await using var pair = new TcpPair(o => { Certified(o); o.Token = "t"; }, o => o.Token = "t");
        var refused = await AssertRefusedAsync(pair, ProtocolError.Unauthorized);
        Assert.Contains("UseTls", refused.Message);
    }

    [Fact]
    public async Task A_node_with_TLS_is_told_when_the_manager_has_none()
    {
        await using var pair = new TcpPair(null, Trusting);
        var refused = await AssertRefusedAsync(pair, ProtocolError.Unauthorized);
        Assert.Contains("CertificateFile", refused.Message);
    }

    [Fact]
    public async Task Who_says_nothing_or_nonsense_in_place_of_TLS_is_let_go()
    {
        await using var pair = new TcpPair(o => { Certified(o); o.HandshakeTimeout = TimeSpan.FromMilliseconds(300); });
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        using var silent = await RawPeer.ConnectAsync(pair.Port);
        using var noisy = await RawPeer.ConnectAsync(pair.Port);
        await noisy.WriteAsync([.. Enumerable.Repeat((byte)0x16, 500)]);
        await silent.ReadToEndAsync();
        await noisy.ReadToEndAsync();
        await Limit.UntilAsync(() => pair.OpenConnections == 0, "both connections are gone");
    }

    [Fact]
    public async Task A_PKCS12_file_with_a_password_serves_too()
    {
        var file = _authority.IssuePkcs12("packed", "secret");
        await using var pair = new TcpPair(o => (o.CertificateFile, o.CertificatePassword) = (file, "secret"), Trusting);
        await AssertJoinsAsync(pair);
    }

    [Fact]
    public async Task A_changed_certificate_is_shown_to_the_next_and_what_is_connected_goes_on()
    {
        await using var pair = new TcpPair(Certified, Trusting);
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        await using var before = await pair.Connector.ConnectAsync(Sample.Identity("first"), ScriptedStreams.None, CancellationToken.None);
        var atManager = await manager.NextAsync();

        var changed = _authority.Issue("manager");
        Assert.Equal(changed, await ShownSerialNumberAsync(pair.Port));
        await before.SendAsync(Sample.ToManager(7), CancellationToken.None);
        await foreach (var message in atManager.ReadAllAsync(CancellationToken.None))
        {
            Assert.Equal(7, Sample.Number(message));
            break;
        }

        // A file that is half written.
        _authority.Write("manager.pem", "-----BEGIN CERTIFICATE-----\nnonsense");
        Assert.Equal(changed, await ShownSerialNumberAsync(pair.Port));
        File.Delete(_authority.In("manager.pem"));
        Assert.Equal(changed, await ShownSerialNumberAsync(pair.Port));
        var again = _authority.Issue("manager");
        Assert.Equal(again, await ShownSerialNumberAsync(pair.Port));
    }

    [Fact]
    public async Task Tokens_rotate_without_a_restart()
    {
        var atManager = _authority.Write("tokens", "old\n");
        var atNode = _authority.Write("node-token", "old\n");
        await using var pair = new TcpPair(o => o.TokenFile = atManager, o => o.TokenFile = atNode);
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        var connector = pair.Connector;
        await JoinAsync();
        _authority.Write("tokens", "new\nold\n");
        await JoinAsync();
        _authority.Write("node-token", "new");
        await JoinAsync();
        _authority.Write("tokens", "  new  \r\n\n");
        await JoinAsync();
        _authority.Write("node-token", "old");
        await Assert.ThrowsAsync<ProtocolException>(JoinAsync);
        // No token at all would let everybody in: what the file said before stays.
        _authority.Write("tokens", "\n");
        await Assert.ThrowsAsync<ProtocolException>(JoinAsync);
        _authority.Write("node-token", "new");
        await JoinAsync();

        async Task JoinAsync()
        {
            await using var joined = await connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("CertificateFile", "missing.pem")]
    [InlineData("CertificateFile", "empty.pem")]
    [InlineData("AuthorityFile", "empty.pem")]
    [InlineData("TokenFile", "empty.pem")]
    public async Task A_file_that_cannot_be_used_ends_the_start_by_its_name(string option, string file)
    {
        _authority.Write("empty.pem", "");
        await using var pair = new TcpPair(o =>
        {
            Certified(o);
            o.CertificateKeyFile = null;
            typeof(TcpListenerOptions).GetProperty(option)!.SetValue(o, _authority.In(file));
        });
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ManagerSide.StartAsync(pair.Listener));
        Assert.Contains($"LitePipeline:Manager:Tcp:{option} is {_authority.In(file)}, which cannot be used", refused.Message);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_told()
    {
        Assert.Contains("set one of them", Only(new TcpListenerOptions { Token = "t", TokenFile = _authority.Write("tokens", "t") }));
        Assert.Contains("over TLS only", Only(new TcpListenerOptions { AuthorityFile = _authority.File }));
        Assert.Contains("CertificateKeyFile is set without", Only(new TcpListenerOptions { CertificateKeyFile = _authority.In("manager.key") }));
        Assert.Contains("UseTls is false", Only(new TcpConnectorOptions { AuthorityFile = _authority.File }));
        Assert.Contains("UseTls is false", Only(new TcpConnectorOptions { ServerName = "manager" }));
        Assert.Empty(Problems(new TcpListenerOptions { Host = "0.0.0.0", CertificateFile = _authority.In("manager.pem"), CertificateKeyFile = _authority.In("manager.key"), AuthorityFile = _authority.File }));
    }

    private static string Only(TcpTransportOptions options) => Assert.Single(Problems(options));

    private static IEnumerable<string> Problems(TcpTransportOptions options) => options.Problems("S");

    private void Certified(TcpListenerOptions options) =>
        (options.CertificateFile, options.CertificateKeyFile) = (_authority.In("manager.pem"), _authority.In("manager.key"));

    private void TakingCertificates(TcpListenerOptions options)
    {
        Certified(options);
        options.AuthorityFile = _authority.File;
    }

    private void Trusting(TcpConnectorOptions options) => (options.UseTls, options.AuthorityFile) = (true, _authority.File);

    private void Showing(TcpConnectorOptions options)
    {
        Trusting(options);
        (options.CertificateFile, options.CertificateKeyFile) = (_authority.In("node.pem"), _authority.In("node.key"));
    }

    private static async Task AssertJoinsAsync(TcpPair pair)
    {
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        await using var node = await pair.Connector.ConnectAsync(Sample.Identity("joins"), ScriptedStreams.None, CancellationToken.None);
        Assert.Equal("joins", (await manager.NextAsync()).Node.Name);
    }

    private static async Task<ProtocolException> AssertRefusedAsync(TcpPair pair, ProtocolError error)
    {
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => pair.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None));
        Assert.Equal(error, refused.Error);
        return refused;
    }

    private async Task<string> ShownSerialNumberAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "manager", CertificateChainPolicy = new AuthorityFile(_authority.File, _ => { }).Policy() });
        return ((X509Certificate2)stream.RemoteCertificate!).SerialNumber;
    }
}
