using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Doctor.Files;
using LitePipeline.Transport.Tcp.Tls;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>Whether a manager's HTTP port speaks TLS with a certificate that is trusted here, for the name that it is called by, and good for a while.</summary>
internal sealed class ServerCertificateCheck(ManagerAddress address, TimeProvider time) : IDoctorCheck
{
    public string Name => "tls";

    public async ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        X509Certificate2? shown = null;
        var errors = SslPolicyErrors.None;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Place.Host, address.Place.Port, cancellationToken);
            await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = address.Place.Host,
                    CertificateChainPolicy = Policy(),
                    RemoteCertificateValidationCallback = (_, certificate, _, found) =>
                    {
                        shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                        errors = found;
                        return found == SslPolicyErrors.None;
                    },
                },
                cancellationToken);
        }
        catch (AuthenticationException) when (shown is not null)
        {
            // Below, so that all that is wrong with it is told.
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or SocketException)
        {
            return [Finding.Wrong($"{address} does not speak TLS: {failure.Message.TrimEnd('.')}", "Write the address without https://, or give the manager a tls_certificate.")];
        }

        if (shown is null) return [Finding.Wrong($"{address} shows no certificate")];
        var found = new List<Finding> { CertificateTimes.Judge(shown, time.GetUtcNow(), "tls_certificate at the manager") };
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) found.Add(Finding.Wrong($"the certificate is not for {address.Place.Host}", "Call the manager by a name that its certificate has, or have one issued for this name."));
        // That its time is over is told above.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && found[0].State != FindingState.Wrong)
            found.Add(Finding.Wrong($"the authority of the certificate, {shown.Issuer}, is not trusted here", $"Name it with --ca FILE or {Commands.ClientOptions.AuthorityVariable}; see that the manager's file has what lies between its certificate and that authority."));
        return [.. found];
    }

    private X509ChainPolicy? Policy()
    {
        try
        {
            return address.AuthorityFile is { } file ? new AuthorityFile(file, _ => { }).Policy() : null;
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            throw ToolException.Failed($"--ca {address.AuthorityFile} cannot be used: {failure.Message}", failure);
        }
    }
}
