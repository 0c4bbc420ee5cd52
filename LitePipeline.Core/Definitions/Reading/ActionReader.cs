using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads one action's object, in each of the three places where one may be written.</summary>
internal static class ActionReader
{
    private static readonly string[] Run = ["main", "handler", "env", "docker", "target_env", "resources", "retry", "timeout", "artifacts", "cache"];
    private static readonly (string, string)[] OtherWords =
    [
        ("conditions", "condition"), ("depends_on", "condition"), ("needs", "condition"), ("command", "main"), ("cmd", "main"),
        ("retries", "retry"), ("time_limit", "timeout"), ("timeout_seconds", "timeout"), ("requirements", "resources"), ("outputs", "artifacts"), ("output_files", "artifacts"), ("files", "artifacts"), ("cached", "cache"), ("inputs", "input_data"),
    ];
    private static readonly MemberNames Configured = new([.. Run, "name", "condition"], OtherWords[..^1]);
    private static readonly MemberNames Generated = new([.. Run, "name", "condition", "input_data", "to_action"], OtherWords);
    private static readonly MemberNames Event = new(Run, OtherWords[3..^1]);
    private static readonly MemberNames Docker = new(["name", "tag", "args"], ("image", "name"));

    /// <summary>Reads an action of a configuration; null where it cannot be used.</summary>
    public static ActionDefinition? ReadConfigured(JsonElement element, JsonPath path, ProblemList problems) =>
        ObjectReader.Open(element, path, problems, Configured) is { } reader ? Read(reader, ReadName(reader), problems) : null;

    /// <summary>Reads an action that another one generated.</summary>
    public static ActionDefinition? ReadGenerated(JsonElement element, JsonPath path, ProblemList problems)
    {
        if (ObjectReader.Open(element, path, problems, Generated) is not { } reader) return null;
        var action = Read(reader, ReadName(reader), problems);
        var usable = reader.TryObject("input_data", out var input) & reader.TryText("to_action", out var toAction);
        if (action is null || !usable) return null;
        if (toAction == action.Name) reader.Report("to_action", "names the action itself; name the action that waits for it, or leave it out.");
        return action with { InputData = input, ToAction = toAction };
    }

    /// <summary>Reads an event action; its name is the event's.</summary>
    public static ActionDefinition? ReadEvent(JsonElement element, JsonPath path, string name, ProblemList problems) =>
        ObjectReader.Open(element, path, problems, Event) is { } reader ? Read(reader, name, problems) : null;

    private static ActionDefinition? Read(ObjectReader reader, string? name, ProblemList problems)
    {
        var conditions = name is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent ? [] : ConditionReader.Read(reader, name, "action");
        var runnable = TryReadCommand(reader, out var main, out var handler);
        var action = new ActionDefinition
        {
            Name = name ?? "",
            Main = main,
            Handler = handler,
            Condition = conditions,
            Env = ReadEnv(reader),
            Docker = ReadDocker(reader, problems),
            Resources = ResourcesReader.Read(reader),
            Retry = RetryReader.ReadRetry(reader),
            Timeout = RetryReader.ReadTimeout(reader),
            Artifacts = ArtifactsReader.Read(reader),
            Cache = ReadCache(reader, name),
            TargetEnv = TargetReader.Read(reader.OpenMember("target_env", TargetReader.Members)),
        };
        if (handler is not null && action.Docker is not null)
            reader.Report("docker", "cannot be used with 'handler', which runs inside the node; give 'main' instead, or remove 'docker'.");
        return name is null || !runnable ? null : action;
    }

    private static string? ReadName(ObjectReader reader)
    {
        if (!reader.TryText("name", out var name)) return null;
        if (name is null)
        {
            reader.Report("name", reader.Has("name") ? "is empty; give the action a name." : "is missing; give the action a name.");
            return null;
        }
        if (ActionNames.Problem(name) is not { } problem) return name;
        reader.Report("name", problem);
        return null;
    }

    private static bool TryReadCommand(ObjectReader reader, out string? main, out string? handler)
    {
        if (!(reader.TryText("main", out main) & reader.TryText("handler", out handler))) return false;
        if (string.IsNullOrWhiteSpace(main)) main = null;
        if (string.IsNullOrWhiteSpace(handler)) handler = null;
        switch (main, handler)
        {
            case (null, null) when reader.Has("main"):
                reader.Report("main", "is empty; give the command line to run, such as \"python first.py\".");
                return false;
            case (null, null) when reader.Has("handler"):
                reader.Report("handler", "is empty; give the name of a C# handler that a node registers.");
                return false;
            case (null, null):
                reader.Report("main", "is missing; give the command line to run, such as \"python first.py\", or name a C# handler as 'handler'.");
                return false;
            case (not null, not null):
                reader.Report("handler", "is given beside 'main'; an action has one of them, remove the other.");
                return false;
            default:
                return true;
        }
    }

    private static bool ReadCache(ObjectReader reader, string? name)
    {
        if (!reader.TryFlag("cache", out var cache) || cache is not true) return false;
        if (name is not (ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent)) return true;
        reader.Report("cache", "is true for an event action, whose input tells of one task and never comes again; remove it.");
        return false;
    }

    private static string? ReadEnv(ObjectReader reader)
    {
        if (!reader.TryText("env", out var env) || env is null) return null;
        if (Guid.TryParse(env, out var venv)) return venv.ToString();
        if (EnvProblem(env) is not { } problem) return env;
        reader.Report("env", $"{problem} give a path inside the package, such as \"venvs/venv\", or the id of a venv.");
        return null;
    }

    private static string? EnvProblem(string env) =>
        env.Contains('\\') ? "holds '\\'; folders are separated by '/':"
        : env.Any(char.IsControl) ? "holds a control character;"
        : env[0] is '/' or '~' || (env.Length > 1 && env[1] == ':' && char.IsAsciiLetter(env[0])) ? "is not relative to the package;"
        : env.Split('/').Contains("..") ? "leaves the package by '..';"
        : null;

    private static DockerDefinition? ReadDocker(ObjectReader reader, ProblemList problems)
    {
        if (!reader.Has("docker")) return null;
        // The original takes an empty object for none.
        if (reader["docker"].ValueKind == JsonValueKind.Object && !reader["docker"].EnumerateObject().Any()) return null;
        if (reader.OpenMember("docker", Docker, "an object with 'name' and 'tag'") is not { } docker) return null;
        if (!(docker.TryText("name", out var image) & docker.TryText("tag", out var tag) & docker.TryObject("args", out var args))) return null;
        if (!args.IsEmpty) ContainerArgumentsReader.Read(docker["args"], docker.Path.Member("args"), problems);
        if (image is not null) return new DockerDefinition(image, tag ?? "latest", args);
        problems.Add(docker.Path.Member("name"), "is missing; give the image's name.");
        return null;
    }
}
