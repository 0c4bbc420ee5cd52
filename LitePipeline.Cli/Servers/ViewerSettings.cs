using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Servers;

/// <summary>What a viewer is told, by its command line or its configuration.yml.</summary>
/// <param name="Http">Where its pages are.</param>
/// <param name="Manager">The manager that they show.</param>
/// <param name="Logs">Where it writes what it does.</param>
/// <param name="Certificate">What the pages' port shows; null for no TLS.</param>
internal sealed record ViewerSettings(HostPort Http, ManagerAddress Manager, ServerLogs Logs, CertificateSettings? Certificate = null);
