using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>How a node runs containers: the section <c>LitePipeline:Docker</c> of the configuration, and what the host's code sets after it.</summary>
public sealed class DockerExecutorOptions
{
    /// <summary>The section of the configuration that is bound to these options.</summary>
    public const string Section = "LitePipeline:Docker";

    /// <summary>Where the engine answers: <c>unix:///var/run/docker.sock</c> by default, <c>npipe://./pipe/docker_engine</c> on Windows, or <c>tcp://host:port</c>.</summary>
    [Required(ErrorMessage = "LitePipeline:Docker:Endpoint is empty: give the engine's address, such as unix:///var/run/docker.sock.")]
    public string Endpoint { get; set; } = OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock";

    /// <summary>The registry that images come from, such as <c>registry.example:5000</c>; it stands before an image's name. Empty, the default, to take names as they are written.</summary>
    public string Registry { get; set; } = "";

    /// <summary>The user for that registry; empty for none.</summary>
    public string RegistryUser { get; set; } = "";

    /// <summary>That user's password.</summary>
    public string RegistryPassword { get; set; } = "";

    /// <summary>When an image is pulled. Always: each action starts with a question to the registry and runs the newest. By default only where the node does not have it.</summary>
    public ImagePullPolicy Pull { get; set; } = ImagePullPolicy.IfMissing;

    /// <summary>The longest pause between two tries while the engine does not answer. 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>When an image is pulled.</summary>
public enum ImagePullPolicy
{
    /// <summary>Where the node does not have it.</summary>
    IfMissing,
    /// <summary>Before each action.</summary>
    Always,
    /// <summary>Never: the action fails where the node does not have it.</summary>
    Never,
}
