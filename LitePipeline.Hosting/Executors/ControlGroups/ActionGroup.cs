using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>The control groups of one action, one in each hierarchy that holds it to something.</summary>
internal sealed class ActionGroup(IReadOnlyList<(string Folder, int Version)> places, ResourceDefinition resources, Func<ActionGroup, Task> remove)
{
    // A process goes in by writing 0, which stands for itself, and is then what it was to be: nothing of that runs outside, and number and
    // session stay. The shell reads no start files.
    private const string Enter = """while [ "$1" != -- ]; do echo 0 > "$1"; shift; done; shift; exec -- "$@" """;

    /// <summary>The groups' folders.</summary>
    public IReadOnlyList<(string Folder, int Version)> Places => places;

    /// <summary>The arguments that start a command inside.</summary>
    public List<string> Wrap(IEnumerable<string> arguments) => Wrap(places.Select(place => place.Folder), arguments);

    /// <summary>The arguments that start a command inside of groups.</summary>
    public static List<string> Wrap(IEnumerable<string> folders, IEnumerable<string> arguments) =>
        ["bash", "-p", "-c", Enter, "litepipeline", .. folders.Select(folder => Path.Combine(folder, GroupFile.Processes)), "--", .. arguments];

    /// <summary>Sends a signal to what has left the action's own process group.</summary>
    public void Signal(int signal, int leader) =>
        GroupProcesses.Signal(places[0].Folder, signal, pid => ProcStat.Read(pid) is { } process && process.Group != leader);

    /// <summary>Ends all that is left, and the groups; returns why the action ended where it needed more memory than it may have.</summary>
    public async Task<string?> EndAsync()
    {
        var killed = places.Any(place => GroupLimit.ReadMemoryKills(place.Folder, place.Version) > 0);
        await remove(this);
        return killed
            ? FormattableString.Invariant($"It was killed because it needed more memory than it may have: its resources.memory is {resources.Memory:N0} bytes. Raise resources.memory, or make it need less.")
            : null;
    }
}
