namespace LitePipeline.Cli.Configuration;

/// <summary>A daemon that runs from a configuration.yml.</summary>
/// <param name="Name">The daemon's command.</param>
internal sealed record ConfigurationKind(string Name)
{
    public static ConfigurationKind Manager { get; } = new("manager");

    public static ConfigurationKind Node { get; } = new("node");

    public static ConfigurationKind Viewer { get; } = new("viewer");

    public static IReadOnlyList<ConfigurationKind> All { get; } = [Manager, Node, Viewer];

    public static string ConfigurationFile => "configuration.yml";

    /// <summary>The script that starts and stops it.</summary>
    public string Script => $"{Name}.sh";

    /// <summary>The systemd unit.</summary>
    public string Unit => $"litepipeline-{Name}.service";
}
