using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LitePipeline.Cli.Servers;
using LitePipeline.Transport.Tcp.Tls;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a certificate can be shown: its key, its time, its purpose, its names, and what lies between it and its root.</summary>
/// <param name="setting">The setting that names it.</param>
/// <param name="certificate">Its files.</param>
/// <param name="hosts">The hosts that it is shown as; none for a node's.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateCheck(string setting, CertificateSettings certificate, IReadOnlyList<string> hosts, TimeProvider time) : IDoctorCheck
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    public string Name => setting;

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var shown = new CertificateFile(certificate.File, certificate.KeyFile, certificate.Password, _ => { }).Current;
            return new([CertificateTimes.Judge(shown.TargetCertificate, time.GetUtcNow(), setting), .. Purpose(shown.TargetCertificate), .. Names(shown.TargetCertificate), Chain(shown.TargetCertificate, shown.IntermediateCertificates)]);
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            return new([Finding.Wrong($"{certificate.File} cannot be used: {failure.Message}", $"Give the certificate with its private key: {setting}, and where the key is not in that file, the setting that ends in _key.")]);
        }
    }

    private IEnumerable<Finding> Purpose(X509Certificate2 own)
    {
        if (hosts.Count > 0 && own.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } purposes && !purposes.EnhancedKeyUsages.OfType<Oid>().Any(purpose => purpose.Value == ServerPurpose))
            yield return Finding.Wrong($"the certificate {own.Subject} is not one for servers (its extended key usage)", "Have one issued whose extended key usage has serverAuth.");
    }

    private IEnumerable<Finding> Names(X509Certificate2 own)
    {
        foreach (var host in hosts)
        {
            // Everywhere is no name that anybody calls.
            var name = IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) ? Dns.GetHostName() : host;
            yield return own.MatchesHostname(name)
                ? Finding.Ok($"the certificate is for {name}")
                : Finding.Warning($"the certificate is not for {name}: who calls it by that name does not trust it", "Call it by a name that the certificate has (nodes: manager_name), or have one issued for this name.");
        }
    }

    private static Finding Chain(X509Certificate2 own, IEnumerable<X509Certificate2> between)
    {
        using var chain = new X509Chain { ChainPolicy = { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true } };
        foreach (var one in between) chain.ChainPolicy.ExtraStore.Add(one);
        if (chain.Build(own)) return Finding.Ok("this machine trusts its authority");
        // Another machine may trust another authority; how long it is good was told already.
        return chain.ChainStatus.All(status => status.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.NotTimeValid)
            ? Finding.Ok($"its authority, {chain.ChainElements[^1].Certificate.Issuer}, is not one that this machine trusts: who calls it names that one (--ca, manager_authority)")
            : Finding.Wrong($"its chain is not right: {string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')))}", "Put the certificates between it and its root behind it in its file.");
    }
}
