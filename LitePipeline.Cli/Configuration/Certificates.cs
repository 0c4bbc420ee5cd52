using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Configuration;

/// <summary>The keys of a certificate.</summary>
internal static class Certificates
{
    /// <summary>Reads <c>PREFIX_certificate</c>, <c>PREFIX_key</c> and <c>PREFIX_key_password</c>; null where there is none.</summary>
    public static CertificateSettings? Read(SettingsReader settings, string prefix)
    {
        var (file, key, password) = (settings.FilePath($"{prefix}_certificate"), settings.FilePath($"{prefix}_key"), settings.Text($"{prefix}_key_password"));
        if (file is not null) return new CertificateSettings(file, key, password);
        if (key is not null) settings.Problem($"{prefix}_key", $"{prefix}_key is set without {prefix}_certificate; give the certificate, too.");
        return null;
    }
}
