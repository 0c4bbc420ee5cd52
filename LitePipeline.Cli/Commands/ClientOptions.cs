using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Commands;

/// <summary>What every client command takes: whom to ask, as whom, and how wide to print.</summary>
internal sealed class ClientOptions(Func<string, string?> environment)
{
    /// <summary>The variable that names the manager where the command line does not.</summary>
    public const string ManagerVariable = "LITEPIPELINE_MANAGER";

    /// <summary>The variables that say who asks where the command line does not: other users of the machine can read command lines.</summary>
    public const string UserVariable = "LITEPIPELINE_USER", PasswordVariable = "LITEPIPELINE_PASSWORD";

    /// <summary>The variable that names the file of authorities where the command line does not.</summary>
    public const string AuthorityVariable = "LITEPIPELINE_CA";

    private readonly Argument<string?> _address = new("HOST:PORT")
    {
        Description = $"The manager's HTTP address, with https:// before it for TLS; may be left out where {ManagerVariable} is set.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _width = Flags.Number("--column_width", "-W", "The most characters of a column; 0 for all.", 0, int.MaxValue);
    private readonly Option<string> _user = new("--user", "-u") { Description = $"The user's name; {UserVariable} where it is not given.", HelpName = "user", Recursive = true };
    private readonly Option<string> _password = new("--password", "-p") { Description = $"The user's password; {PasswordVariable} where it is not given.", HelpName = "password", Recursive = true };

    private readonly Option<string> _authority = new("--ca") { Description = $"The authorities, in PEM, of a manager that uses TLS, where this machine does not trust them; {AuthorityVariable} where it is not given.", HelpName = "FILE", Recursive = true };

    public void AddTo(RootCommand root)
    {
        (_width.HelpName, _width.Recursive) = ("width", true);
        root.Arguments.Add(_address);
        root.Options.Add(_width);
        root.Options.Add(_user);
        root.Options.Add(_password);
        root.Options.Add(_authority);
    }

    public int Width(ParseResult parsed) => parsed.GetValue(_width);

    /// <summary>The manager to ask, and as whom; the caller disposes it.</summary>
    /// <exception cref="ToolException">None is named, or the name is no address.</exception>
    public ManagerClient Connect(ParseResult parsed) => new(Address(parsed), Credentials(parsed));

    /// <summary>Whether colours may be written there.</summary>
    public bool HasColours(TextWriter writer) => Terminal.HasColours(writer, environment);

    /// <summary>The manager to ask.</summary>
    /// <exception cref="ToolException">None is named, or the name is no address.</exception>
    public ManagerAddress Address(ParseResult parsed)
    {
        var given = parsed.GetValue(_address);
        var text = given ?? environment(ManagerVariable);
        if (string.IsNullOrEmpty(text))
            throw ToolException.Usage($"No manager is named. Write its address first, as in 'litepipeline 127.0.0.1:8000 app list', or set {ManagerVariable}.");
        var address = ManagerAddress.TryParse(text) is { Place.Port: > 0 } read
            ? read
            : throw ToolException.Usage($"{(given is null ? ManagerVariable : "HOST:PORT")} is '{text}', which is no address; write one such as 127.0.0.1:8000 or https://manager.example:8000.");
        return Trusting(address, parsed);
    }

    private ManagerAddress Trusting(ManagerAddress address, ParseResult parsed)
    {
        if (parsed.GetValue(_authority) is { } given)
        {
            return address.UsesTls
                ? address with { AuthorityFile = given }
                : throw ToolException.Usage($"--ca is for TLS, and {address} is asked without; write https://{address}.");
        }
        // A variable is for all managers, also for those without TLS.
        return address.UsesTls && environment(AuthorityVariable) is { Length: > 0 } file ? address with { AuthorityFile = file } : address;
    }

    /// <summary>As whom to ask; null where nobody is named.</summary>
    public Credentials? Credentials(ParseResult parsed)
    {
        var user = parsed.GetValue(_user) ?? environment(UserVariable);
        return string.IsNullOrEmpty(user) ? null : new Credentials(user, parsed.GetValue(_password) ?? environment(PasswordVariable) ?? "");
    }
}
