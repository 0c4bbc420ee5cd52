using System.ComponentModel.DataAnnotations;

namespace LitePipeline.AspNetCore.Api;

/// <summary>What the HTTP API can be told. Bound from <see cref="Section"/>.</summary>
public sealed class LitePipelineApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Api";

    /// <summary>Whether callers from other machines are served. The API knows no users yet, so anyone who reaches it may run commands here. False by default: only callers on this machine are.</summary>
    public bool AllowRemoteCallers { get; set; }

    /// <summary>The largest package that may be uploaded, in bytes. Larger ones are refused while they arrive. 1 GiB by default.</summary>
    [Range(1, long.MaxValue)]
    public long MaxPackageSize { get; set; } = 1L << 30;

    /// <summary>The largest JSON body that is read, in bytes; it is held in memory. 16 MiB by default.</summary>
    [Range(1, int.MaxValue)]
    public int MaxJsonSize { get; set; } = 16 << 20;

    /// <summary>Where an upload lies until it has arrived whole; the file goes away with the request, even when the process is killed on an operating system that can. The system's folder for temporary files by default.</summary>
    [Required]
    public string SpoolFolder { get; set; } = Path.GetTempPath();

    /// <summary>How often a stream of events that has nothing to say shows that it lives. Shorter notices a dead caller sooner and costs more packets. 15 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest that one call waits for a task before it answers with what is known. 60 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The address on which the manager listens for nodes, for <c>/cluster/info</c>; null where nodes connect in another way.</summary>
    public string? TcpHost { get; set; }

    /// <summary>The port on which the manager listens for nodes, for <c>/cluster/info</c>.</summary>
    public int? TcpPort { get; set; }

    /// <summary>The manager's data folder, for <c>/cluster/info</c>; null to keep it to itself.</summary>
    public string? DataPath { get; set; }
}
