using System.Net;
using System.Security.Authentication;

namespace LitePipeline.Cli.Client;

/// <summary>How the tool speaks HTTP with a manager.</summary>
internal static class ManagerHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a client. Packages, logs and waits take the time that they take, so only connecting has a limit; Ctrl-C ends the rest.</summary>
    /// <exception cref="ToolException">The file of authorities cannot be used.</exception>
    public static HttpClient Create(ManagerAddress address, Credentials? credentials)
    {
        var http = new HttpClient(Handler(address)) { BaseAddress = address.Uri, Timeout = Timeout.InfiniteTimeSpan };
        if (credentials is not null) http.DefaultRequestHeaders.Authorization = credentials.Header;
        return http;
    }

    /// <summary>Makes what passes requests of others on, as they are.</summary>
    /// <exception cref="ToolException">The file of authorities cannot be used.</exception>
    public static HttpMessageInvoker Forwarding(ManagerAddress address)
    {
        var handler = Handler(address);
        (handler.AllowAutoRedirect, handler.AutomaticDecompression, handler.EnableMultipleHttp2Connections) = (false, DecompressionMethods.None, true);
        return new HttpMessageInvoker(handler);
    }

    public static ToolException Unreachable(ManagerAddress address, Exception failure) => failure.InnerException is AuthenticationException tls
        ? ToolException.Failed($"The manager at {address} is not trusted: {tls.Message.TrimEnd('.')}. Name its authority with --ca FILE, use the name that its certificate is for, or write the address without https:// where it has no TLS.", failure)
        : ToolException.Failed($"The manager at {address} cannot be reached: {failure.Message.TrimEnd('.')}. {Advice(address, failure)}", failure);

    // A cluster is not behind a proxy, and looking for one costs every command its time.
    private static SocketsHttpHandler Handler(ManagerAddress address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = ConnectTimeout };
        if (address.AuthorityFile is { } file) handler.SslOptions.RemoteCertificateValidationCallback = new AuthorityTrust(file).Trusts;
        return handler;
    }

    // A server that expects TLS ends a plain connection without an answer.
    private static string Advice(ManagerAddress address, Exception failure) => failure is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } && !address.UsesTls
        ? "Where it uses TLS, write https:// before its address."
        : "Start it with 'litepipeline up', or correct the address.";
}
