using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a certificate is valid now, and for how long yet.</summary>
internal static class CertificateTimes
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);

    /// <param name="certificate">The certificate.</param>
    /// <param name="now">The present time.</param>
    /// <param name="where">The setting that names it, or who shows it.</param>
    public static Finding Judge(X509Certificate2 certificate, DateTimeOffset now, string where)
    {
        var (begins, ends, name) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime(), certificate.Subject);
        if (ends <= now) return Finding.Wrong($"the certificate {name} has ended on {Day(ends)}", $"Put a new one in its place ({where}); a running service reads it by itself.");
        if (begins > now) return Finding.Wrong($"the certificate {name} begins on {Day(begins)} only", "Set this machine's clock, or wait.");
        return ends - now < Soon
            ? Finding.Warning($"the certificate {name} ends on {Day(ends)}", $"Put a new one in its place before ({where}); a running service reads it by itself.")
            : Finding.Ok($"the certificate {name} is good until {Day(ends)}");
    }

    private static string Day(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
