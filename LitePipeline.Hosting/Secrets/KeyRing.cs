using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Secrets;

/// <summary>The folder of keys, as data protection wants it.</summary>
internal static class KeyRing
{
    /// <exception cref="CryptographicException">A certificate cannot be used.</exception>
    /// <exception cref="IOException">The folder or a certificate cannot be read.</exception>
    public static ServiceProvider Open(SecretOptions options)
    {
        var services = new ServiceCollection();
        var ring = services.AddDataProtection().SetApplicationName("LitePipeline").SetDefaultKeyLifetime(options.KeyLifetime)
            .PersistKeysToFileSystem(PrivateFolder.Create(options.KeyFolder ?? throw new InvalidOperationException("No folder is set for the keys.")));
        if (options.CertificateFile is { } file)
        {
            var own = ReadCertificate(file, options.CertificateKeyFile, options.CertificatePassword);
            ring.ProtectKeysWithCertificate(own).UnprotectKeysWithAnyCertificate([own, .. options.FormerCertificateFiles.Select(former => ReadCertificate(former, null, null))]);
        }

        return services.BuildServiceProvider();
    }

    /// <exception cref="CryptographicException">It holds no certificate with an RSA key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static X509Certificate2 ReadCertificate(string file, string? keyFile, string? password)
    {
        var content = File.ReadAllBytes(file);
        var certificate = content.AsSpan().IndexOf("-----BEGIN"u8) < 0 ? X509CertificateLoader.LoadPkcs12(content, password)
            : password is null ? X509Certificate2.CreateFromPemFile(file, keyFile ?? file)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile ?? file);
        using var key = certificate.GetRSAPrivateKey();
        return key is not null ? certificate : throw new CryptographicException($"{file} holds no certificate with an RSA key.");
    }
}
