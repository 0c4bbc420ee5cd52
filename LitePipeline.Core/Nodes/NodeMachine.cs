using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Nodes;

/// <summary>Nodes that come, report, go away and come back: with each join, what the node says it has is held against what is recorded.</summary>
internal sealed class NodeMachine(ManagerSettings settings, SlotScheduler scheduler, TaskMachine tasks, Deadlines deadlines, WorkspaceDeletions deletions)
{
    private readonly Dictionary<NodeId, NodeState> _nodes = [];
    private readonly Dictionary<SessionId, NodeState> _sessions = [];

    // By id, since a node that goes away while nothing of it runs is forgotten but for this.
    private readonly HashSet<NodeId> _drained = [];

    public IEnumerable<NodeState> Connected => _sessions.Values;

    /// <summary>The node that a restored attempt was given to; it is away until it joins.</summary>
    public NodeState Expect(NodeId id, Step step)
    {
        if (_nodes.TryGetValue(id, out var known)) return known;
        var node = new NodeState(new NodeDescription { Id = id, Name = id.ToString(), Slots = 0, Platform = "" });
        _nodes.Add(id, node);
        deadlines.Add(step.Now + settings.NodeReturnTimeout, new Deadline.NodeReturn(node, node.Absences));
        return node;
    }

    public void Said(SessionId session, NodeMessage message, Step step)
    {
        if (message is NodeMessage.Join join)
        {
            Join(session, join, step);
            return;
        }

        // What a replaced session said last is repeated by the node on its new one, where it still counts.
        if (!_sessions.TryGetValue(session, out var node)) return;
        switch (message)
        {
            case NodeMessage.ActionFinished finished:
                if (Current(finished.Attempt, node) is { } action) Ended(action, finished.Result, step);
                step.Send(node, new ManagerMessage.AcknowledgeResult(finished.Attempt));
                break;
            case NodeMessage.Draining:
                Drain(node, step);
                break;
            case NodeMessage.ActionProgressed progressed when Current(progressed.Attempt, node) is { } telling:
                telling.Progress = new ProgressLine(progressed.Fraction, progressed.Message);
                step.Publish(new PipelineEvent.ActionProgressed(progressed.Attempt, progressed.Fraction, progressed.Message) { At = step.Now });
                break;
        }
    }

    public void Disconnected(SessionId session, Step step)
    {
        if (!_sessions.Remove(session, out var node)) return;
        scheduler.RemoveNode(node);
        node.Session = null;
        node.Absences++;
        step.Publish(new PipelineEvent.NodeLeft(node.Id, node.Description.Name, node.Description.Slots) { At = step.Now });
        if (node.Running.Count == 0) _nodes.Remove(node.Id);
        else deadlines.Add(step.Now + settings.NodeReturnTimeout, new Deadline.NodeReturn(node, node.Absences));
    }

    /// <summary>A node finishes what it runs and takes no more, until it is removed.</summary>
    public ManagerReply Drain(NodeId id, Step step)
    {
        if (!_nodes.TryGetValue(id, out var node)) return Unknown(id);
        _drained.Add(id);
        Drain(node, step);
        return ManagerReply.Accepted;
    }

    /// <summary>Forgets a node; what it runs is run elsewhere.</summary>
    public ManagerReply Remove(NodeId id, Step step)
    {
        var known = _drained.Remove(id);
        if (!_nodes.TryGetValue(id, out var node)) return known ? ManagerReply.Accepted : Unknown(id);
        if (node.Session is { } session)
        {
            step.Do(new ManagerEffect.Disconnect(session, "The node was removed from the cluster."));
            Disconnected(session, step);
        }

        ReturnTimedOut(node, node.Absences, step);
        // A deadline of its absence must not end a node that joins under the id later.
        node.Absences++;
        return ManagerReply.Accepted;
    }

    /// <summary>A node that is still away will not be waited for any longer.</summary>
    public void ReturnTimedOut(NodeState node, int absence, Step step)
    {
        if (node.Session is not null || node.Absences != absence) return;
        _nodes.Remove(node.Id);
        foreach (var action in node.Running.ToArray()) tasks.Lose(action, step);
    }

    /// <summary>Has the workspaces of tasks removed wherever there is a part.</summary>
    public void DeleteWorkspaces(ImmutableArray<TaskFolder> folders, Step step)
    {
        if (folders.IsEmpty) return;
        deletions.Add(folders);
        foreach (var node in Connected) step.Send(node, new ManagerMessage.DeleteWorkspaces(folders));
    }

    /// <summary>Has the workspace of a service removed wherever there is a part.</summary>
    public void DeleteWorkspaces(ServiceId service, Step step)
    {
        deletions.Add(service);
        foreach (var node in Connected) step.Send(node, new ManagerMessage.DeleteServiceWorkspace(service));
    }

    private void Join(SessionId session, NodeMessage.Join join, Step step)
    {
        if (_sessions.ContainsKey(session))
        {
            step.Do(new ManagerEffect.Disconnect(session, "A second join on one connection."));
            return;
        }

        if (_nodes.TryGetValue(join.Node.Id, out var node))
        {
            if (node.Session is { } replaced)
            {
                _sessions.Remove(replaced);
                scheduler.RemoveNode(node);
                step.Do(new ManagerEffect.Disconnect(replaced, "The node has connected anew."));
            }

            node.Description = join.Node;
        }
        else _nodes.Add(join.Node.Id, node = new NodeState(join.Node));

        node.Session = session;
        node.JoinedAt = step.Now;
        _sessions.Add(session, node);
        node.Draining = _drained.Contains(node.Id);
        if (!node.Draining) scheduler.AddNode(node);
        step.Publish(new PipelineEvent.NodeJoined(node.Id, node.Description.Name, node.Description.Slots) { At = step.Now });
        foreach (var deleted in deletions.TakeNews(node.Id)) step.Send(node, deleted);
        Reconcile(node, join.Running, join.Finished, step);
    }

    private void Drain(NodeState node, Step step)
    {
        if (node.Draining) return;
        node.Draining = true;
        scheduler.RemoveNode(node);
        step.Publish(new PipelineEvent.NodeDraining(node.Id, node.Description.Name) { At = step.Now });
    }

    private static ManagerReply Unknown(NodeId id) =>
        new(new Refusal(ErrorCode.NodeNotExists, $"There is no node {id}; the cluster's list of nodes shows those there are.", "node_id"));

    private void Reconcile(NodeState node, ImmutableArray<AttemptKey> running, ImmutableArray<AttemptKey> finished, Step step)
    {
        // A node of another make may leave out what it has none of.
        var has = new HashSet<AttemptKey>([.. running.IsDefault ? [] : running, .. finished.IsDefault ? [] : finished]);
        foreach (var action in node.Running.ToArray())
        {
            if (!has.Contains(action.Key))
            {
                tasks.Lose(action, step);
                continue;
            }

            TaskMachine.GoesOn(action, step);
            TaskMachine.Remind(action, step);
        }

        foreach (var attempt in has)
        {
            if (Current(attempt, node) is not null) continue;
            if (Replaceable(attempt) is { } action) tasks.Adopt(action, node, step);
            else step.Send(node, new ManagerMessage.DiscardAttempt(attempt));
        }
    }

    // A node may hand an attempt back that it could not keep alive: the action is not to blame.
    private void Ended(ActionRun action, ActionResult result, Step step)
    {
        if (result.Failure is { Kind: ActionFailureKind.NodeLost }) tasks.Lose(action, step);
        else tasks.Finish(action, result, step);
    }

    private ActionRun? Current(AttemptKey attempt, NodeState node) =>
        tasks.Find(attempt.Task)?.Find(attempt.Action) is { Stage: RunStage.Running } action
        && action.Attempt == attempt.Attempt && action.Node == node ? action : null;

    // An action that waits again because this attempt's node was away.
    private ActionRun? Replaceable(AttemptKey attempt) =>
        tasks.Find(attempt.Task)?.Find(attempt.Action) is { MayReturn: true } action
        && action.Attempt == attempt.Attempt ? action : null;
}
