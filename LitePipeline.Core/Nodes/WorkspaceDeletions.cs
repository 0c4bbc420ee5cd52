using System.Collections.Immutable;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Nodes;

/// <summary>Which workspaces were deleted lately: a node that was away then is told when it joins.</summary>
/// <remarks>In memory, and the latest only. What a node misses beyond that or over a restart of the manager, its own retention by age removes.</remarks>
internal sealed class WorkspaceDeletions
{
    private const int Kept = 10_000;
    private const int NodesKept = 10_000;

    private readonly Queue<Deletion> _deletions = new();
    private readonly Dictionary<TaskId, long> _latest = [];
    private readonly Dictionary<NodeId, long> _told = [];
    private long _last;

    public void Add(ImmutableArray<TaskFolder> folders)
    {
        foreach (var folder in folders)
        {
            Add(new Deletion(++_last, folder, null));
            _latest[folder.Task] = _last;
        }
    }

    public void Add(ServiceId service) => Add(new Deletion(++_last, default, service));

    /// <summary>A task runs again: its new workspaces are not meant by an old deletion.</summary>
    public void Revoke(TaskId task) => _latest.Remove(task);

    /// <summary>What was deleted since the node last joined, or all that is kept: what was sent just before its line was cut may not have arrived.</summary>
    public IReadOnlyList<ManagerMessage> TakeNews(NodeId node)
    {
        var told = _told.GetValueOrDefault(node);
        // Nodes that come once and never again must not fill the memory; who is forgotten is told all again.
        if (_told.Count >= NodesKept) _told.Clear();
        _told[node] = _last;
        if (told == _last) return [];
        var news = _deletions.Where(deletion => deletion.Number > told).ToArray();
        ImmutableArray<TaskFolder> folders = [.. news.Where(deletion => deletion.Service is null && IsValid(deletion)).Select(deletion => deletion.Folder)];
        var services = news.Where(deletion => deletion.Service is not null).Select(deletion => new ManagerMessage.DeleteServiceWorkspace(deletion.Service!.Value));
        return folders.IsEmpty ? [.. services] : [new ManagerMessage.DeleteWorkspaces(folders), .. services];
    }

    private void Add(Deletion deletion)
    {
        _deletions.Enqueue(deletion);
        if (_deletions.Count > Kept && _deletions.Dequeue() is var oldest && IsValid(oldest)) _latest.Remove(oldest.Folder.Task);
    }

    private bool IsValid(Deletion deletion) => _latest.GetValueOrDefault(deletion.Folder.Task) == deletion.Number;

    private readonly record struct Deletion(long Number, TaskFolder Folder, ServiceId? Service);
}
