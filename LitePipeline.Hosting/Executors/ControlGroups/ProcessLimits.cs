using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>Holds the processes of actions to the memory and the processors that they ask for, by the kernel's control groups, where this machine and the node's rights allow it.</summary>
internal sealed partial class ProcessLimits : IDisposable
{
    private const string RecordName = "control-groups";

    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private readonly string _name, _record;
    private readonly NodeGroup[] _groups;
    private int _open, _number;

    public ProcessLimits(NodeData data, IOptions<NodeOptions> options, ILogger<ProcessLimits> logger)
        : this(data, options.Value, GroupHierarchy.ReadAll(), logger) { }

    internal ProcessLimits(NodeData data, NodeOptions options, IReadOnlyList<GroupHierarchy> machine, ILogger logger)
    {
        _logger = logger;
        _name = $"litepipeline-{data.Id}";
        _record = Path.Combine(data.Root, RecordName);
        if (!options.LimitProcesses)
        {
            (_groups, Fact) = ([], $"not enforced: {NodeOptions.Section}:{nameof(NodeOptions.LimitProcesses)} is false");
            return;
        }

        (_groups, var problems) = GroupFinder.Find(machine, _name, options.ControlGroup);
        Fact = problems.Count == 0 ? "enforced" : (_groups.Length == 0 ? "not enforced: " : "enforced in part: ")
            + string.Join("; ", problems.GroupBy(problem => problem.Value, problem => problem.Key).Select(problem => $"{string.Join(" and ", problem)}: {problem.Key}"));
        if (problems.Count > 0) LogNotEnforced(Fact);
    }

    /// <summary>Whether limits hold, for people: <c>enforced</c>, or why not.</summary>
    public string Fact { get; }

    /// <summary>Makes the groups that hold an action to what it asks for; null where it asks for nothing that can be held here.</summary>
    public ActionGroup? Open(ResourceDefinition? resources, AttemptKey attempt)
    {
        if (resources is null || !_groups.Any(group => group.Controllers.Any(controller => GroupLimit.Asks(resources, controller)))) return null;
        var places = new List<(string Folder, int Version)>();
        lock (_lock)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{attempt.Task}.{attempt.Attempt}.{++_number}");
            try
            {
                Remember();
                foreach (var group in _groups)
                {
                    var asked = group.Controllers.Where(controller => GroupLimit.Asks(resources, controller)).ToList();
                    if (asked.Count == 0) continue;
                    var folder = group.Create(name);
                    places.Add((folder, group.Version));
                    foreach (var controller in asked) GroupLimit.Apply(folder, group.Version, controller, resources);
                }

                _open++;
                return new ActionGroup(places, resources, RemoveAsync);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogNotLimited(failure, attempt);
                foreach (var (folder, _) in places) PosixNative.RemoveFolder(folder);
                RemoveIfEmpty();
                return null;
            }
        }
    }

    /// <summary>Ends what an earlier life of this node left in its groups, wherever these were; returns how many processes.</summary>
    public async Task<int> EndLeftoversAsync()
    {
        if (!File.Exists(_record)) return 0;
        // Of each process once: version 1 has it in several hierarchies.
        var ended = new HashSet<int>();
        foreach (var folder in await File.ReadAllLinesAsync(_record))
        {
            // Whatever the file says: nothing but a group of this node's, and not one that this process is in.
            if (Path.GetFileName(folder) != _name || !Directory.Exists(folder)) continue;
            var found = GroupProcesses.ReadAll(folder).ToHashSet();
            if (found.Contains(Environment.ProcessId)) continue;
            ended.UnionWith(found);
            if (!await GroupProcesses.RemoveAsync(folder)) LogNotRemoved(folder);
        }

        return ended.Count;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_open > 0) return;
            foreach (var group in _groups) group.Close();
        }
    }

    // Before there is anything to be found by it.
    private void Remember()
    {
        if (_number == 1) File.WriteAllLines(_record, _groups.Select(group => group.Folder));
    }

    private async Task RemoveAsync(ActionGroup ended)
    {
        foreach (var (folder, _) in ended.Places)
            if (!await GroupProcesses.RemoveAsync(folder)) LogNotRemoved(folder);
        lock (_lock)
        {
            _open--;
            RemoveIfEmpty();
        }
    }

    private void RemoveIfEmpty()
    {
        if (_open > 0) return;
        foreach (var group in _groups) group.RemoveIfEmpty();
    }

    [LoggerMessage(2110, LogLevel.Information, "Process actions are not held to the memory and cpu of their resources here ({Fact}); they run all the same.")]
    private partial void LogNotEnforced(string fact);

    [LoggerMessage(2111, LogLevel.Warning, "The attempt {Attempt} runs without the limits that it asks for: its control group could not be made.")]
    private partial void LogNotLimited(Exception failure, AttemptKey attempt);

    [LoggerMessage(2112, LogLevel.Warning, "The control group {Folder} does not go: something in it cannot be killed. The node's next start tries again.")]
    private partial void LogNotRemoved(string folder);
}
