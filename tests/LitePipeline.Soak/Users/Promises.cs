using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Soak.Users;

/// <summary>A task that the manager has accepted.</summary>
/// <param name="Parts">How many parts its split is to make.</param>
internal sealed record PromisedTask(TaskId Id, Shape Shape, int Seed, int Parts);

/// <summary>A work that the manager has accepted.</summary>
internal sealed record PromisedWork(WorkId Id, int Seed, int Parts);

/// <summary>The workflow of all works.</summary>
internal static class SoakWorkflow
{
    /// <summary>Its applications, each after those that it gets the outputs of.</summary>
    public static IReadOnlyList<(string Name, Shape Shape, string[] Condition)> Applications { get; } =
        [("alpha", Shape.Single, []), ("beta", Shape.Chain, ["alpha"]), ("gamma", Shape.Fan, ["alpha", "beta"])];

    public static CreateWorkflowRequest Request(WorkflowId id, IReadOnlyDictionary<Shape, AppId> applications) => new(
        "soak",
        JsonData.From(new
        {
            applications = Applications.Select(one => new { name = one.Name, app_id = applications[one.Shape].Value, condition = one.Condition }),
            event_applications = new { success = new { app_id = applications[Shape.Single].Value } },
        }),
        Enabled: true)
    {
        Id = id,
    };

    /// <summary>What the application's actions must say in a work of this seed, by application and action.</summary>
    public static Dictionary<string, Dictionary<string, long>> Of(int seed, int parts)
    {
        var values = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var (name, shape, condition) in Applications)
            values[name] = Model.Of(shape, seed, parts, condition.Sum(before => values[before][Output(before)]));
        values["success"] = Model.Of(Shape.Single, seed, parts, 0);
        return values;
    }

    /// <summary>The action whose output is that of the application.</summary>
    public static string Output(string name) => Applications.Single(one => one.Name == name).Shape.Steps[^1].Name;
}
