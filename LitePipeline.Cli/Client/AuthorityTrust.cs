using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LitePipeline.Transport.Tcp.Tls;

namespace LitePipeline.Cli.Client;

/// <summary>Trusts managers whose certificate is of an authority that a file names, as it says when they are connected to: it may change while the tool or the viewer runs.</summary>
internal sealed class AuthorityTrust
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    private readonly string _file;
    private readonly AuthorityFile _authorities;

    /// <exception cref="ToolException">The file cannot be used.</exception>
    public AuthorityTrust(string file)
    {
        // A change that cannot be used leaves what the file said before.
        (_file, _authorities) = (file, new AuthorityFile(file, _ => { }));
        try
        {
            _authorities.Policy();
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            throw ToolException.Usage($"--ca {file} cannot be used: {failure.Message}");
        }
    }

    /// <summary>Whether a certificate that was shown is trusted now. What the machine's own authorities say of it does not count.</summary>
    /// <exception cref="AuthenticationException">It is not, and why.</exception>
    public bool Trusts(object sender, X509Certificate? shown, X509Chain? sent, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 certificate || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) throw new AuthenticationException("It shows no certificate.");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) throw new AuthenticationException("Its certificate is for another name.");
        using var chain = new X509Chain { ChainPolicy = _authorities.Policy() };
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ForServers));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(certificate)
            ? true
            : throw new AuthenticationException($"Its certificate is not of an authority that {_file} names: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}.");
    }
}
