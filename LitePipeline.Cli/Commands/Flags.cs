using System.CommandLine;

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

    private static Option<int> Count(string name, string alias, string description)
    {
        var option = new Option<int>(name, alias) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError($"{alias}/{name} is negative; give 0 or more.");
        });
        return option;
    }
}
