using System.Text;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>A hierarchy of the kernel's control groups, as this process sees it.</summary>
/// <param name="Version">1, with its controllers in hierarchies apart, or 2, with all in one.</param>
/// <param name="Controllers">What it can hold to a limit, of all the controllers.</param>
/// <param name="Root">Where it is mounted.</param>
/// <param name="Own">The folder of the group that this process is in; null where it lies outside of what is mounted.</param>
internal sealed record GroupHierarchy(int Version, IReadOnlyList<string> Controllers, string Root, string? Own)
{
    /// <summary>Those of this machine; none where it has none.</summary>
    public static IReadOnlyList<GroupHierarchy> ReadAll()
    {
        if (!OperatingSystem.IsLinux()) return [];
        try
        {
            return Read(File.ReadAllText("/proc/self/mountinfo"), File.ReadAllText("/proc/self/cgroup"), root => File.ReadAllText(Path.Combine(root, "cgroup.controllers")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads what the kernel says of a process's mounts and groups.</summary>
    public static IReadOnlyList<GroupHierarchy> Read(string mounts, string groups, Func<string, string> controllersOf)
    {
        var found = new List<GroupHierarchy>();
        foreach (var line in mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            var end = Array.IndexOf(fields, "-");
            if (end < 5 || fields.Length < end + 4) continue;
            var (inside, root) = (Unescape(fields[3]), Unescape(fields[4]));
            switch (fields[end + 1])
            {
                case "cgroup2":
                    var controllers = controllersOf(root).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
                    found.Add(new GroupHierarchy(2, controllers, root, Locate(root, inside, GroupOf(groups, ""))));
                    break;
                case "cgroup":
                    var mounted = fields[end + 3].Split(',');
                    var own = mounted.Select(controller => GroupOf(groups, controller)).FirstOrDefault(group => group is not null);
                    found.Add(new GroupHierarchy(1, mounted, root, Locate(root, inside, own)));
                    break;
            }
        }

        return found;
    }

    // Each line is "number:controllers:path"; version 2 has no controllers there.
    private static string? GroupOf(string groups, string controller)
    {
        foreach (var line in groups.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(':', 3);
            if (fields.Length == 3 && fields[1].Split(',').Contains(controller)) return fields[2];
        }

        return null;
    }

    // In a container only a part of the hierarchy may be mounted, and the group is named from the hierarchy's top.
    private static string? Locate(string root, string inside, string? group)
    {
        if (group is null || group.StartsWith("/..", StringComparison.Ordinal)) return null;
        if (inside == "/") return Path.Join(root, group).TrimEnd('/');
        if (group == inside) return root;
        return group.StartsWith(inside + "/", StringComparison.Ordinal) ? root + group[inside.Length..] : null;
    }

    // A space in a path is there as \040.
    private static string Unescape(string path)
    {
        if (!path.Contains('\\', StringComparison.Ordinal)) return path;
        var text = new StringBuilder();
        for (var index = 0; index < path.Length; index++)
        {
            if (path[index] == '\\' && index + 3 < path.Length)
            {
                text.Append((char)Convert.ToInt32(path.Substring(index + 1, 3), 8));
                index += 3;
            }
            else text.Append(path[index]);
        }

        return text.ToString();
    }
}
