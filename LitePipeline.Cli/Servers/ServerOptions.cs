using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli.Servers;

/// <summary>The options that the servers share.</summary>
internal static class ServerOptions
{
    public static Option<string> Data(string name) => NotEmpty(new Option<string>("--data") { Description = "The folder for all that is kept; made where it is not there.", DefaultValueFactory = _ => Path.Combine(".litepipeline", name), HelpName = "DIR" });

    public static Option<string> Http(string address = "127.0.0.1:8000", string what = "Where the HTTP API listens; port 0 takes a free one.") =>
        new("--http") { Description = what, DefaultValueFactory = _ => address, HelpName = "HOST:PORT" };

    public static Option<string> Tcp() => new("--tcp") { Description = "Where nodes connect; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:6001", HelpName = "HOST:PORT" };

    public static Option<string?> Token() => NotEmpty(new Option<string?>("--token") { Description = "The secret that nodes must show to the manager; needed where others can reach --tcp.", HelpName = "TOKEN" });

    public static Option<string?> Postgres() => NotEmpty(new Option<string?>("--postgres") { Description = "Keep the state in a PostgreSQL database instead of SQLite: the file that holds its connection string.", HelpName = "FILE" });

    public static Option<int> Slots()
    {
        var slots = Flags.Number("--slots", null, "How many actions run at once.", 1, 100_000);
        (slots.DefaultValueFactory, slots.HelpName) = (_ => Environment.ProcessorCount, "N");
        return slots;
    }

    public static Option<bool> Docker() => new("--docker") { Description = "Run the actions that ask for it in containers of this machine's engine." };

    public static Option<T> NotEmpty<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{option.Name} is empty; give a value, or leave it out.");
        });
        return option;
    }

    /// <summary>The address of an option, or the reason why it is none.</summary>
    public static HostPort Address(ParseResult parsed, Option<string> option) =>
        HostPort.TryParse(parsed.GetValue(option)!) ?? throw ToolException.Usage($"{option.Name} is '{parsed.GetValue(option)}'; give HOST:PORT, such as 127.0.0.1:8000.");

    /// <summary>Without users, whoever reaches the HTTP API may run commands.</summary>
    public static void LoopbackOnly(ManagerSettings settings)
    {
        if (settings.Users.Count > 0 || settings.Http.IsLoopback) return;
        throw ToolException.Usage($"{settings.HttpName} {settings.Http} is not on this machine alone, and no users are configured: whoever reached it could run commands here. Give a loopback address such as 127.0.0.1:{settings.Http.Port}, or users in a file (see 'litepipeline config manager DIR').");
    }
}
