namespace LitePipeline.Cli.Client;

/// <summary>Where a manager's HTTP API is: <c>HOST:PORT</c>, or <c>https://HOST:PORT</c> for TLS.</summary>
/// <param name="Place">Host and port.</param>
/// <param name="UsesTls">Whether by TLS.</param>
/// <param name="AuthorityFile">Whose certificates are trusted in place of the machine's authorities; null for those.</param>
internal sealed record ManagerAddress(HostPort Place, bool UsesTls = false, string? AuthorityFile = null)
{
    private const string Tls = "https://", Plain = "http://";

    /// <summary>Reads the text; null where it is none.</summary>
    public static ManagerAddress? TryParse(string text)
    {
        var tls = text.StartsWith(Tls, StringComparison.OrdinalIgnoreCase);
        if (tls) text = text[Tls.Length..];
        else if (text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase)) text = text[Plain.Length..];
        return HostPort.TryParse(text.TrimEnd('/')) is { } place ? new ManagerAddress(place, tls) : null;
    }

    public Uri Uri => new($"{(UsesTls ? Tls : Plain)}{Place}/");

    public override string ToString() => UsesTls ? $"{Tls}{Place}" : Place.ToString();
}
