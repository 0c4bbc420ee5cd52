using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Hosting.Secrets;

/// <summary>How a manager keeps the secrets of its applications; bound from the configuration section <see cref="Section"/>.</summary>
public sealed class SecretOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Secrets";

    /// <summary>The folder of the keys that encrypt the secrets, for this process's user alone. Whoever reads it and the store reads the secrets; without it they are lost.</summary>
    /// <value>Null by default: then the manager takes no secrets.</value>
    public string? KeyFolder { get; set; }

    /// <summary>How long a key encrypts new values before another one follows it, without a restart. Older keys stay in the folder for what they have encrypted.</summary>
    /// <value>90 days by default.</value>
    [Range(typeof(TimeSpan), "7.00:00:00", "36500.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A certificate with its RSA key that encrypts the keys in their folder: PEM, or PKCS #12. Keys from before stay as they are.</summary>
    /// <value>Null by default: the folder's access rights are what protects the keys.</value>
    public string? CertificateFile { get; set; }

    /// <summary>The certificate's key in PEM, where <see cref="CertificateFile"/> does not hold it.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>The password of the certificate's key; null for none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Certificates of before, whose keys are still to be read: files as <see cref="CertificateFile"/>, each with its key in it and no password.</summary>
    public IList<string> FormerCertificateFiles { get; set; } = [];
}
