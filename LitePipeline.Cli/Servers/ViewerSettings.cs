using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Servers;

/// <summary>What a viewer is told, by its command line or its configuration.yml.</summary>
/// <param name="Http">Where its pages are.</param>
/// <param name="Manager">The manager that they show.</param>
/// <param name="Logs">Where it writes what it does.</param>
internal sealed record ViewerSettings(HostPort Http, HostPort Manager, ServerLogs Logs);
