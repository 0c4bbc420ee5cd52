using System.ComponentModel.DataAnnotations;
using LitePipeline.AspNetCore.Users;

namespace LitePipeline.AspNetCore.Api;

/// <summary>What the HTTP API can be told; bound from the configuration section <see cref="Section"/>.</summary>
public sealed class LitePipelineApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LitePipeline:Api";

    /// <summary>
    /// Who may call. None by default: then only callers on this machine are served, and may do everything. A change in the configuration counts
    /// without a restart, unless it breaks the rules or removes the last user; then those before it stay, and the log says so.
    /// </summary>
    public IList<LitePipelineUser> Users { get; set; } = [];

    /// <summary>How long a token is good that a user gets by signing in. Longer spares people from typing their password; shorter ends a stolen token sooner. 12 hours by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Where the keys of the tokens are kept, and which tokens were given back. Whoever reads this folder can make tokens. Null by default: then it
    /// is <c>keys</c> in <see cref="DataPath"/>, and where that is null too, in memory: a restart ends all tokens.
    /// </summary>
    public string? KeyFolder { get; set; }

    /// <summary>
    /// Whether clients of the original may sign in with their headers <c>user</c> and <c>token</c>. Such a token never expires, can be replayed by
    /// whoever sees it, and needs the MD5 of the password to be kept with the user (<see cref="LitePipelineUser.PasswordMd5"/>), which gives the
    /// password away to whoever reads it. False by default; set it only while old clients need it, on a network that nobody listens to.
    /// </summary>
    public bool AcceptOriginalTokens { get; set; }

    /// <summary>Whether callers from other machines are served where there are no <see cref="Users"/>: then anyone who reaches the API may run commands here. False by default: only callers on this machine are.</summary>
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

    /// <summary>How many of the latest events are kept in memory, for streams of events whose connection broke and for those that are read slowly. 10,000 by default.</summary>
    [Range(1, 1_000_000)]
    public int KeptEvents { get; set; } = 10_000;

    /// <summary>The longest that one call waits for a task before it answers with what is known. 60 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The address on which the manager listens for nodes, for <c>/cluster/info</c>; null where nodes connect in another way.</summary>
    public string? TcpHost { get; set; }

    /// <summary>The port on which the manager listens for nodes, for <c>/cluster/info</c>.</summary>
    public int? TcpPort { get; set; }

    /// <summary>The manager's data folder, for <c>/cluster/info</c>; null to keep it to itself.</summary>
    public string? DataPath { get; set; }

    internal string? TokenFolder => KeyFolder ?? (DataPath is null ? null : Path.Combine(DataPath, "keys"));
}
