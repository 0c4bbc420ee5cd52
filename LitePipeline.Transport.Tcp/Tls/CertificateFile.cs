using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LitePipeline.Transport.Tcp.Tls;

/// <summary>A certificate with its private key and the certificates between it and its root: PEM in one file or two, or PKCS #12.</summary>
internal sealed class CertificateFile
{
    private readonly FileBacked<SslStreamCertificateContext> _context;

    /// <param name="file">The certificate, and what comes between it and its root.</param>
    /// <param name="keyFile">The key in PEM; null where <paramref name="file"/> holds it.</param>
    /// <param name="password">Of an encrypted key or a PKCS #12 file; null for none.</param>
    /// <param name="failed">Is told once of each change of the files that cannot be used.</param>
    public CertificateFile(string file, string? keyFile, string? password, Action<Exception> failed) =>
        _context = new FileBacked<SslStreamCertificateContext>(keyFile is null ? [file] : [file, keyFile], contents => Load(contents, password), failed);

    /// <summary>As the files say now.</summary>
    /// <exception cref="IOException">The files cannot be read, and never could.</exception>
    /// <exception cref="FormatException">They hold no certificate with its key, and never did.</exception>
    public SslStreamCertificateContext Current => _context.Current;

    private static SslStreamCertificateContext Load(IReadOnlyList<byte[]> contents, string? password)
    {
        var certificates = new X509Certificate2Collection();
        X509Certificate2? own;
        if (contents[0].AsSpan().IndexOf("-----BEGIN"u8) >= 0)
        {
            var (pem, key) = (Encoding.UTF8.GetString(contents[0]), Encoding.UTF8.GetString(contents[^1]));
            own = Portable(password is null ? X509Certificate2.CreateFromPem(pem, key) : X509Certificate2.CreateFromEncryptedPem(pem, key, password));
            certificates.ImportFromPem(pem);
        }
        else
        {
            certificates = X509CertificateLoader.LoadPkcs12Collection(contents[0], password);
            own = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("The file holds no private key.");
        }

        // Offline: what is missing between certificate and root is not fetched from wherever the certificate says.
        return SslStreamCertificateContext.Create(own, [.. certificates.Where(other => other.Thumbprint != own.Thumbprint)], offline: true);
    }

    // Windows cannot use a key for TLS that is in memory only.
    private static X509Certificate2 Portable(X509Certificate2 certificate) =>
        OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null) : certificate;
}
