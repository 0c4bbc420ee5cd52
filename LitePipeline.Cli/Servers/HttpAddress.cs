using LitePipeline.Cli.Client;
using LitePipeline.Transport.Tcp.Tls;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Cli.Servers;

/// <summary>Where an HTTP service listens, and whether by TLS.</summary>
internal static partial class HttpAddress
{
    // A connection that is only held open takes a descriptor and some kilobytes, and the process has to keep descriptors for its own files.
    private const int MostConnections = 12_000;

    // Who sends a request sends its head at once.
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Listens there: by TLS where there is a certificate, which is read again when it changes. What is connected goes on.</summary>
    public static void UseAddress(this IWebHostBuilder builder, HostPort address, CertificateSettings? shown)
    {
        builder.UseUrls($"{(shown is null ? "http" : "https")}://{address}");
        builder.ConfigureKestrel((context, kestrel) =>
        {
            (kestrel.Limits.MaxConcurrentConnections, kestrel.Limits.RequestHeadersTimeout) = (MostConnections, HeadTimeout);
            context.Configuration.GetSection("Kestrel:Limits").Bind(kestrel.Limits);
        });
        if (shown is null) return;
        builder.UseKestrelHttpsConfiguration();
        builder.ConfigureKestrel(kestrel =>
        {
            var logger = kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpAddress));
            var certificate = new CertificateFile(shown.File, shown.KeyFile, shown.Password, failure => LogUnusable(logger, failure));
            kestrel.ConfigureHttpsDefaults(https => Show(https, certificate));
        });
    }

    private static void Show(HttpsConnectionAdapterOptions https, CertificateFile certificate)
    {
        https.ServerCertificateSelector = (_, _) => certificate.Current.TargetCertificate;
        // In place of the selector's: with what lies between the certificate and its root.
        https.OnAuthenticate = (_, options) => (options.ServerCertificateSelectionCallback, options.ServerCertificateContext) = (null, certificate.Current);
    }

    [LoggerMessage(6010, LogLevel.Error, "The changed certificate of the HTTP port cannot be used; the one before stays")]
    private static partial void LogUnusable(ILogger logger, Exception failure);
}
