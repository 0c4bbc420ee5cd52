namespace LitePipeline.Cli.Client;

/// <summary>How the tool speaks HTTP with a manager.</summary>
internal static class ManagerHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a client. Packages, logs and waits take the time that they take, so only connecting has a limit; Ctrl-C ends the rest.</summary>
    public static HttpClient Create(HostPort address, Credentials? credentials)
    {
        // A cluster is not behind a proxy, and looking for one costs every command its time.
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = ConnectTimeout };
        var http = new HttpClient(handler) { BaseAddress = new Uri($"http://{address}/"), Timeout = Timeout.InfiniteTimeSpan };
        if (credentials is not null) http.DefaultRequestHeaders.Authorization = credentials.Header;
        return http;
    }

    public static ToolException Unreachable(HostPort address, Exception failure) => ToolException.Failed(
        $"The manager at {address} cannot be reached: {failure.Message.TrimEnd('.')}. Start it with 'litepipeline up', or correct the address.", failure);
}
