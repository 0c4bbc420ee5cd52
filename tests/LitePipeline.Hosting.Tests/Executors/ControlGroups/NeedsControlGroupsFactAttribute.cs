using LitePipeline.Hosting.Executors.ControlGroups;

namespace LitePipeline.Hosting.Tests.Executors.ControlGroups;

/// <summary>A test that holds processes to limits: skipped, with the reason, where this machine does not allow it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsControlGroupsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Problem = new(() =>
    {
        var problems = GroupFinder.Find(GroupHierarchy.ReadAll(), $"litepipeline-{Guid.NewGuid()}", "").Problems;
        return problems.Count == 0 ? null : string.Join("; ", problems.Select(problem => $"{problem.Key}: {problem.Value}"));
    });

    public NeedsControlGroupsFactAttribute() => Skip = Problem.Value;
}
