using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>An authority of a test's own, with its files in a folder that goes with it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-tls-");
    private readonly X509Certificate2 _own;

    public TestAuthority(string name = "tests")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _own = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        File = Write("ca.pem", _own.ExportCertificatePem());
    }

    /// <summary>The authority's certificate in PEM.</summary>
    public string File { get; }

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(In(name), content);
        return In(name);
    }

    /// <summary>Writes a certificate for 127.0.0.1 and <paramref name="name"/> with its key; its serial number is returned.</summary>
    public string Issue(string name, string? certificateFile = null, string? keyFile = null, int days = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(name, key, days);
        Write(certificateFile ?? $"{name}.pem", certificate.ExportCertificatePem());
        Write(keyFile ?? $"{name}.key", key.ExportPkcs8PrivateKeyPem());
        return certificate.SerialNumber;
    }

    /// <summary>Writes a certificate with its key as PKCS #12.</summary>
    public string IssuePkcs12(string name, string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(name, key, 10);
        using var both = certificate.CopyWithPrivateKey(key);
        System.IO.File.WriteAllBytes(In($"{name}.pfx"), both.Export(X509ContentType.Pkcs12, password));
        return In($"{name}.pfx");
    }

    public void Dispose()
    {
        _own.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Sign(string name, ECDsa key, int days)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        return request.Create(_own, now.AddHours(-2), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
    }
}
