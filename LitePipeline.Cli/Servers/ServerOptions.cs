using System.CommandLine;
using System.Net;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Servers;

/// <summary>The options that the servers share.</summary>
internal static class ServerOptions
{
    public static Option<string> Data(string name) => new("--data") { Description = $"The {name}'s data folder; made where it is not there.", DefaultValueFactory = _ => Path.Combine(".litepipeline", name) };

    public static Option<string> Http() => new("--http") { Description = "Where the HTTP API listens; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:8000" };

    public static Option<string> Tcp() => new("--tcp") { Description = "Where nodes connect; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:6001" };

    public static Option<string?> Token() => new("--token") { Description = "The cluster token that nodes must show; needed where --tcp is no loopback address." };

    public static Option<int> Slots() => new("--slots") { Description = "How many actions run at once.", DefaultValueFactory = _ => Environment.ProcessorCount };

    /// <summary>The address of an option, or the reason why it is none.</summary>
    public static HostPort Address(ParseResult parsed, Option<string> option) =>
        HostPort.TryParse(parsed.GetValue(option)!) ?? throw ToolException.Usage($"{option.Name} is '{parsed.GetValue(option)}'; give HOST:PORT, such as 127.0.0.1:8000.");

    /// <summary>The HTTP API knows no users yet: whoever reaches it may run commands.</summary>
    public static HostPort LoopbackOnly(HostPort http)
    {
        if (http.Host == "localhost" || (IPAddress.TryParse(http.Host, out var address) && IPAddress.IsLoopback(address))) return http;
        throw ToolException.Usage($"--http {http} is not on this machine alone, and no users are configured: whoever reached it could run commands here. Give a loopback address such as 127.0.0.1:{http.Port}.");
    }
}
