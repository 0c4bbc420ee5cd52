using LitePipeline.Hosting.Executors.ControlGroups;

namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>Whether a node that this user starts can hold its actions to the memory and processors that they ask for. It is tried with a group that is removed again.</summary>
/// <param name="parent">The control group that the node makes its own in; empty for the one that it is started in.</param>
internal sealed class ControlGroupCheck(string parent) : IDoctorCheck
{
    public string Name => "limits";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var (groups, problems) = GroupFinder.Find(GroupHierarchy.ReadAll(), $"litepipeline-doctor-{Environment.ProcessId}", parent);
        foreach (var group in groups) group.Close();
        return new(problems.Count == 0
            ? [Finding.Ok("actions are held to what they ask for in resources")]
            : [.. problems.Select(problem => Finding.Warning($"actions are not held to the {problem.Key} that they ask for: {problem.Value}", "See 'Limits' in docs/configuration.md: Delegate=yes in the unit, or a group of the node's own in control_group; limit_processes: false says that it is meant."))]);
    }
}
