using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LitePipeline.Transport.Tcp.Tls;

/// <summary>The authorities whose certificates are trusted, in PEM; those of the machine count no more.</summary>
internal sealed class AuthorityFile(string file, Action<Exception> failed)
{
    private readonly FileBacked<X509Certificate2Collection> _authorities = new([file], contents => Load(contents[0]), failed);

    /// <summary>How a certificate is held against the authorities that the file names now.</summary>
    /// <exception cref="IOException">The file cannot be read, and never could.</exception>
    /// <exception cref="FormatException">It holds no certificate, and never did.</exception>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(_authorities.Current);
        return policy;
    }

    private static X509Certificate2Collection Load(byte[] content)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Encoding.UTF8.GetString(content));
        return authorities.Count > 0 ? authorities : throw new CryptographicException("The file holds no certificate in PEM.");
    }
}
