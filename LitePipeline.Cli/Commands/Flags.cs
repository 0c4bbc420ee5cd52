using System.CommandLine;
using System.Globalization;

namespace LitePipeline.Cli.Commands;

/// <summary>The flags that several client commands share, each as the original spells it.</summary>
internal static class Flags
{
    public static Option<string> Required(string name, string alias, string description) => new(name, alias) { Description = description, Required = true };

    public static Option<string> Text(string name, string alias, string description) => new(name, alias) { Description = description };

    /// <summary>A text that is sent, empty, where it is not given.</summary>
    public static Option<string> TextOrEmpty(string name, string alias, string description) => new(name, alias) { Description = description, DefaultValueFactory = _ => "" };

    public static Option<string> AppId() => Required("--app_id", "-a", "The application's id.");

    public static Option<string> TaskId() => Required("--task_id", "-t", "The task's id.");

    public static Option<string> WorkflowId() => Required("--workflow_id", "-w", "The workflow's id.");

    public static Option<string> WorkId() => Required("--work_id", "-w", "The work's id.");

    public static Option<string> ScheduleId() => Required("--schedule_id", "-s", "The schedule's id.");

    public static Option<string> ServiceId() => Required("--service_id", "-s", "The service's id.");

    public static Option<string> ActionName() => Required("--name", "-n", "The action's name.");

    public static Option<string> Stage(string things) =>
        Text("--stage", "-s", $"Only {things} in this stage.").AcceptOnlyFromAmong("pending", "running", "stopping", "recovering", "finished");

    public static Option<string> Status(string things) =>
        Text("--status", "-S", $"Only {things} that ended so.").AcceptOnlyFromAmong("success", "fail", "kill", "cancel", "terminate", "error");

    public static Option<string> Enable(string description) => Text("--enable", "-e", description).AcceptOnlyFromAmong("true", "false");

    /// <summary>Enables what is made; it is not where the flag is missing.</summary>
    public static Option<string> EnableOrNot(string description)
    {
        var option = Enable(description);
        option.DefaultValueFactory = _ => "false";
        return option;
    }

    public static Option<int> Signal()
    {
        var signal = Integer("--signal", "-g", "-9 ends its processes at once, -15 asks them to end.", number => number is -9 or -15, "-9 (kill) or -15 (terminate)");
        signal.DefaultValueFactory = _ => -9;
        return signal;
    }

    public static Option<int> Priority() => Number("--priority", null, "Tasks with a higher number go first: -1000 to 1000, 0 for most.", -1000, 1000);

    public static Option<int> Offset() => Count("--offset", "-o", "How many rows to pass over.");

    public static Option<int> Limit() => Count("--limit", "-l", "The most rows to list; 0 for all.");

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; anything else is refused by the option's name.</summary>
    public static Option<int> Number(string name, string? alias, string description, int least, int most) =>
        Integer(name, alias, description, number => number >= least && number <= most, most == int.MaxValue ? $"a whole number, {least} or more" : $"a whole number from {least} to {most}");

    /// <summary>A whole number that fits; anything else is refused by the option's name, with what is expected.</summary>
    public static Option<int> Integer(string name, string? alias, string description, Func<int, bool> fits, string expected) => new(name, alias is null ? [] : [alias])
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && fits(number)) return number;
            result.AddError($"{(alias is null ? name : $"{alias}/{name}")} is '{text}'; give {expected}.");
            return 0;
        },
    };

    /// <summary>A number of bytes, which may be more than an <see cref="int"/> holds.</summary>
    public static Option<long> Bytes(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{name} is '{text}'; give a number of bytes, 0 or more.");
            return 0;
        },
    };

    private static Option<int> Count(string name, string alias, string description) => Number(name, alias, description, 0, int.MaxValue);
}
