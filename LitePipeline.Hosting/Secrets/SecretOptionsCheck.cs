using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Secrets;

/// <summary>Proves at start that the keys' folder can be written and that the certificates can be used.</summary>
internal sealed class SecretOptionsCheck : IValidateOptions<SecretOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretOptions options)
    {
        var problems = new List<string>();
        if (options.KeyFolder is { } folder) Try(nameof(SecretOptions.KeyFolder), "Choose another one, or give this user the right to write there.", () => PrivateFolder.Try(folder));
        if (options.CertificateFile is { } file) Try(nameof(SecretOptions.CertificateFile), "Give a certificate with its RSA key, in PEM or as PKCS #12.", () => KeyRing.ReadCertificate(file, options.CertificateKeyFile, options.CertificatePassword).Dispose());
        else if (options.CertificateKeyFile is not null || options.CertificatePassword is not null || options.FormerCertificateFiles.Count > 0)
            problems.Add($"{SecretOptions.Section}:{nameof(SecretOptions.CertificateFile)} is missing, and what belongs to it is set; give it, or take the rest out.");
        foreach (var former in options.FormerCertificateFiles)
            Try(nameof(SecretOptions.FormerCertificateFiles), "Give certificates with their RSA keys, in PEM or as PKCS #12.", () => KeyRing.ReadCertificate(former, null, null).Dispose());
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Try(string option, string advice, Action act)
        {
            try { act(); }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException)
            {
                problems.Add($"{SecretOptions.Section}:{option} cannot be used: {failure.Message.TrimEnd('.')}. {advice}");
            }
        }
    }
}
