using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>Finds out what a node can hold its actions to, by doing it once.</summary>
internal static class GroupFinder
{
    // Small enough for whatever the group above may have; the shell that tries it needs less.
    private static readonly ResourceDefinition Trial = new() { Memory = 64 << 20, Cpu = 0.05 };

    /// <summary>The groups that work, and for each controller that does not, why.</summary>
    public static (NodeGroup[] Groups, Dictionary<string, string> Problems) Find(IReadOnlyList<GroupHierarchy> machine, string name, string chosenParent)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = new Dictionary<string, (GroupHierarchy Hierarchy, List<string> Controllers)>(StringComparer.Ordinal);
        foreach (var controller in (string[])[GroupLimit.Memory, GroupLimit.Cpu])
        {
            var hierarchy = machine.FirstOrDefault(place => place.Controllers.Contains(controller));
            if (FindProblem(machine, hierarchy, controller, chosenParent) is { } problem) problems[controller] = problem;
            else if (places.TryGetValue(hierarchy!.Root, out var place)) place.Controllers.Add(controller);
            else places[hierarchy.Root] = (hierarchy, [controller]);
        }

        var groups = new List<NodeGroup>();
        foreach (var (hierarchy, controllers) in places.Values)
        {
            var group = new NodeGroup(hierarchy.Version, controllers, ParentOf(hierarchy, chosenParent)!, name, isOwn: chosenParent.Length == 0);
            if (Try(group) is { } problem) controllers.ForEach(controller => problems[controller] = problem);
            else groups.Add(group);
        }

        return ([.. groups], problems);
    }

    private static string? ParentOf(GroupHierarchy hierarchy, string chosen) => chosen.Length == 0 ? hierarchy.Own : Path.Join(hierarchy.Root, chosen).TrimEnd('/');

    private static string? FindProblem(IReadOnlyList<GroupHierarchy> machine, GroupHierarchy? hierarchy, string controller, string chosenParent)
    {
        if (machine.Count == 0) return OperatingSystem.IsLinux() ? "the kernel's control groups are not mounted here" : "only Linux has control groups";
        if (hierarchy is null) return $"the control groups that are mounted here cannot limit {controller}";
        var parent = ParentOf(hierarchy, chosenParent);
        if (parent is null) return $"the node's own control group lies outside of what is mounted at {hierarchy.Root}";
        return Directory.Exists(parent) ? null : $"there is no control group {parent}; make it, or leave {nameof(NodeOptions.ControlGroup)} empty";
    }

    private static string? Try(NodeGroup group)
    {
        try
        {
            var folder = group.Create("trial");
            try
            {
                foreach (var controller in group.Controllers) GroupLimit.Apply(folder, group.Version, controller, Trial);
                return Enter(folder) ? null : $"a process may not be moved into {folder}";
            }
            finally
            {
                GroupProcesses.RemoveAsync(folder).GetAwaiter().GetResult();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message.TrimEnd('.');
        }
        finally
        {
            group.RemoveIfEmpty();
        }
    }

    private static bool Enter(string folder)
    {
        List<string> command = ["bash", "-p", "-c", "echo 0 > \"$0\"", Path.Combine(folder, GroupFile.Processes)];
        var (process, _) = PosixProcess.Start(new PosixCommand(command, "/", "/dev/null", []));
        return process?.Ended.GetAwaiter().GetResult() == 0;
    }
}
