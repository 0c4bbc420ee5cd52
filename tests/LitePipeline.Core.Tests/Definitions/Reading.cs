using System.Text;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

/// <summary>Short ways to read text, and to see what was refused.</summary>
internal static class Reading
{
    public static ApplicationDefinition Application(string json) => DefinitionReader.ReadApplication(Encoding.UTF8.GetBytes(json));

    public static WorkflowDefinition Workflow(string json) => DefinitionReader.ReadWorkflow(Encoding.UTF8.GetBytes(json));

    public static ActionOutput Output(string json) => DefinitionReader.ReadOutput(Encoding.UTF8.GetBytes(json));

    public static IReadOnlyDictionary<string, TargetEnvironment> Overrides(string json) => DefinitionReader.ReadTargetOverrides(JsonData.Parse(json));

    public static string[] Problems(Action read) =>
        [.. Assert.Throws<DefinitionInvalidException>(read).Problems.Select(problem => problem.ToString())];

    /// <summary>Problems of a configuration whose only action has these members beside its name.</summary>
    public static string[] ProblemsOfAction(string members) =>
        Problems(() => Application($$"""{"actions": [{"name": "a", {{members}}}], "output_action": "a"}"""));

    /// <summary>All that a definition says, as text, because arrays compare by reference.</summary>
    public static string Describe(ActionDefinition action) => string.Join(
        " | ", action.Name, action.Main, action.Handler, string.Join(",", action.Condition), action.Env, action.Docker, action.TargetEnv, action.InputData, action.InputData.IsEmpty, action.ToAction,
        Describe(action.Retry), action.Timeout, string.Join(",", action.Artifacts), action.Cache);

    public static string Describe(RetryDefinition? retry) =>
        retry is null ? "" : $"{retry.Attempts} after {retry.Delay} * {retry.Factor} up to {retry.MaxDelay} on [{string.Join(",", retry.OnExitCodes)}]";
}
