using System.ComponentModel.DataAnnotations;

namespace LitePipeline.Transport.Tcp;

/// <summary>What both ends of a TCP connection have to be told.</summary>
public abstract class TcpTransportOptions
{
    /// <summary>The cluster's secret: a node that does not show the manager's is refused. None by default; a manager that listens beyond loopback needs one.</summary>
    public string? Token { get; set; }

    /// <summary>The longest message in bytes that this end takes: 64 MiB by default. It must hold the largest input or output of an action. More costs memory for each message on its way.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many bytes of messages may wait unread at this end before the other end's senders wait: 1 MiB by default. One message of any allowed length may come on top.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MessageWindowBytes { get; set; } = 1024 * 1024;

    /// <summary>How many bytes of each stream may wait unread at this end before its writer waits: 512 KiB by default. More is faster over long distances and costs memory for each stream.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int StreamWindowBytes { get; set; } = 512 * 1024;

    /// <summary>How many streams this end answers at once on one connection; more are refused. 64 by default.</summary>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 64;

    /// <summary>How long the handshake may take: 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After how much silence of its own this end sends a heartbeat: 5 s by default. It is sent earlier where the other end needs it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how much silence of the other end the connection is given up: 30 s by default. Less finds a dead end sooner and gives up a slow one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.030", "01:00:00")]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long closing waits for what was sent to be taken by the other end: 5 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
