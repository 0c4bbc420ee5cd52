using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Executors;

namespace LitePipeline.Hosting.Manager;

/// <summary>Whether the command lines of an application can be run at all: one that no node could read is refused with its upload.</summary>
internal static class CommandRules
{
    /// <exception cref="DefinitionInvalidException">A command line is not closed; all such are named.</exception>
    public static void Check(ApplicationDefinition application)
    {
        var problems = new List<DefinitionProblem>();
        for (var index = 0; index < application.Actions.Length; index++) Check(application.Actions[index], $"$.actions[{index}]", problems);
        Check(application.OnSuccess, $"$.event_actions.{ApplicationDefinition.SuccessEvent}", problems);
        Check(application.OnFail, $"$.event_actions.{ApplicationDefinition.FailEvent}", problems);
        if (problems.Count > 0) throw new DefinitionInvalidException(problems);
    }

    private static void Check(ActionDefinition? action, string path, List<DefinitionProblem> problems)
    {
        if (action?.Main is not { } main) return;
        try
        {
            ShellWords.Split(main);
        }
        catch (FormatException failure)
        {
            problems.Add(new DefinitionProblem($"{path}.main", $"is no command line: {failure.Message}; correct it."));
        }
    }
}
