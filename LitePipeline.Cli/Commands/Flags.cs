using System.CommandLine;
using System.Globalization;

namespace LitePipeline.Cli.Commands;

/// <summary>The flags that several client commands share, each as the original spells it.</summary>
internal static class Flags
{
    public static Option<string> Required(string name, string alias, string description) => new(name, alias) { Description = description, Required = true };

    public static Option<string> Text(string name, string alias, string description) => new(name, alias) { Description = description };

    public static Option<string> AppId() => Required("--app_id", "-a", "The application's id.");

    public static Option<string> TaskId() => Required("--task_id", "-t", "The task's id.");

    public static Option<string> ActionName() => Required("--name", "-n", "The action's name.");

    public static Option<int> Offset() => Count("--offset", "-o", "How many rows to pass over.");

    public static Option<int> Limit() => Count("--limit", "-l", "The most rows to list; 0 for all.");

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; anything else is refused by the option's name.</summary>
    public static Option<int> Number(string name, string? alias, string description, int least, int most) => new(name, alias is null ? [] : [alias])
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            result.AddError($"{(alias is null ? name : $"{alias}/{name}")} is '{text}'; give a whole number{(most == int.MaxValue ? $", {least} or more" : $" from {least} to {most}")}.");
            return 0;
        },
    };

    private static Option<int> Count(string name, string alias, string description) => Number(name, alias, description, 0, int.MaxValue);
}
