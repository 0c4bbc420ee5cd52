using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using LitePipeline.Transport.Tcp.Tls;

namespace LitePipeline.Transport.Tcp;

/// <summary>What both ends of a TCP connection have to be told.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The ranges are of TimeSpan, whose converter the framework names itself.")]
public abstract class TcpTransportOptions
{
    /// <summary>The cluster's secret: a node that does not show the manager's is refused. None by default; a manager that listens beyond loopback needs one.</summary>
    public string? Token { get; set; }

    /// <summary>A file with tokens, a line each, in place of <see cref="Token"/>: a node shows the first one, a manager takes any of them. It is read for each connection, so that tokens change without a restart: add the new one at the manager, change the nodes, take the old one away.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The certificate that this end shows: PEM, with those between it and its root, or PKCS #12. At the manager it turns TLS on. It is read again when it changes; what is connected goes on. None by default.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The certificate's private key in PEM, where <see cref="CertificateFile"/> does not hold it.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>The password of the key or of the PKCS #12 file, where it has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The authorities, in PEM, whose certificates this end takes from the other. At the manager a node that shows one needs no token; at a node they stand in place of those that its machine trusts. None by default.</summary>
    public string? AuthorityFile { get; set; }

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

    /// <summary>Why these options cannot be used together; none where they can.</summary>
    /// <param name="section">Where they are set.</param>
    internal virtual IEnumerable<string> Problems(string section)
    {
        if (!string.IsNullOrEmpty(Token) && TokenFile is not null) yield return $"{section}:{nameof(Token)} and {nameof(TokenFile)} are both set; set one of them.";
        if (CertificateFile is null && (CertificateKeyFile ?? CertificatePassword) is not null)
            yield return $"{section}:{(CertificateKeyFile is not null ? nameof(CertificateKeyFile) : nameof(CertificatePassword))} is set without {nameof(CertificateFile)}; set the certificate, too.";
        if (Unusable(nameof(TokenFile), TokenFile, () => ReadTokens(_ => { })?.Current) is { } token) yield return $"{section}:{token}";
        if (Unusable(nameof(CertificateFile), CertificateFile, () => OpenCertificate(_ => { })?.Current) is { } certificate) yield return $"{section}:{certificate}";
        if (Unusable(nameof(AuthorityFile), AuthorityFile, () => OpenAuthorities(_ => { })?.Policy()) is { } authorities) yield return $"{section}:{authorities}";
    }

    internal FileBacked<string[]>? ReadTokens(Action<Exception> failed) => TokenFile is null ? null : new FileBacked<string[]>([TokenFile], Handshake.ClusterToken.ReadLines, failed);

    internal Tls.CertificateFile? OpenCertificate(Action<Exception> failed) =>
        CertificateFile is null ? null : new Tls.CertificateFile(CertificateFile, CertificateKeyFile, CertificatePassword, failed);

    internal Tls.AuthorityFile? OpenAuthorities(Action<Exception> failed) => AuthorityFile is null ? null : new Tls.AuthorityFile(AuthorityFile, failed);

    private static string? Unusable(string name, string? file, Func<object?> read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            return $"{name} is {file}, which cannot be used: {failure.Message}";
        }
    }
}
