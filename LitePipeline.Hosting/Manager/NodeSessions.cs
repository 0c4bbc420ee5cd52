using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Manager;

/// <summary>The connections of the nodes: numbers them, passes on what they say, and sends what was decided.</summary>
internal sealed partial class NodeSessions(ManagerQueue queue, ArtifactIntake artifacts, SecretCourier secrets, IOptions<ManagerOptions> options, ILogger<NodeSessions> logger)
{
    private readonly ConcurrentDictionary<SessionId, NodeSession> _sessions = new();
    private readonly ConcurrentDictionary<NodeId, NodeSession> _byNode = new();
    private long _last;

    /// <summary>Serves one connection until it ends.</summary>
    public async Task ServeAsync(INodeChannel channel)
    {
        var session = new NodeSession(new SessionId(Interlocked.Increment(ref _last)), channel, secrets, options.Value.MaxMessagesPerNode);
        _sessions[session.Id] = session;
        var joined = false;
        // Done ones go as new ones come, so that a connection of months holds no more than what is under way.
        var fetching = new List<Task>();
        var sending = session.SendAllAsync();
        try
        {
            await foreach (var message in channel.ReadAllAsync(session.Ended))
            {
                if (!joined && !IsJoin(message, channel)) break;
                if (!joined) _byNode[channel.Node.Id] = session;
                joined = true;
                if (ArtifactIntake.HasArtifacts(message)) Fetch(session, (NodeMessage.ActionFinished)message, fetching);
                else await queue.PostAsync(new ManagerInput.NodeSaid(session.Id, message), session.Ended);
            }

            LogLeft(channel.Node.Name, channel.RemoteAddress);
        }
        catch (Exception exception) when (exception is ProtocolException or OperationCanceledException or IOException)
        {
            LogCut(channel.Node.Name, channel.RemoteAddress, session.EndReason ?? exception.Message);
        }
        finally
        {
            _sessions.TryRemove(session.Id, out _);
            _byNode.TryRemove(KeyValuePair.Create(channel.Node.Id, session));
            session.End("The connection has ended.");
            await sending;
            await Task.WhenAll(fetching);
            await channel.DisposeAsync();
            await queue.PostAsync(new ManagerInput.NodeDisconnected(session.Id), CancellationToken.None);
        }
    }

    private void Fetch(NodeSession session, NodeMessage.ActionFinished finished, List<Task> fetching)
    {
        fetching.RemoveAll(fetch => fetch.IsCompleted);
        fetching.Add(FetchAsync(session, finished));
    }

    // What else the node says is not held up by it. It never faults: a connection that breaks meanwhile ends the session by itself.
    private async Task FetchAsync(NodeSession session, NodeMessage.ActionFinished finished)
    {
        try
        {
            await session.Fetches.WaitAsync(session.Ended);
            try { await artifacts.TakeAsync(session.Id, session.Channel, finished, session.Ended); }
            finally { session.Fetches.Release(); }
        }
        catch (Exception exception) when (exception is ProtocolException or OperationCanceledException or RequestRefusedException)
        {
            // The connection or the manager has ended, or starts over: the node says it again when both are back.
        }
        catch (Exception exception)
        {
            LogNotFetched(exception, finished.Attempt, session.Channel.Node.Name);
            session.End("The artifacts of an attempt could not be taken in; the node is to report it again.");
        }
    }

    public void Send(ManagerEffect.Send effect)
    {
        if (_sessions.TryGetValue(effect.Session, out var known) && !known.TrySend(effect)) known.End("It does not take its messages; it is stuck or its line is too slow.");
    }

    public void Disconnect(SessionId session, string reason)
    {
        if (_sessions.TryGetValue(session, out var known)) known.End(reason);
    }

    public void DisconnectAll(string reason)
    {
        foreach (var session in _sessions.Values) session.End(reason);
    }

    /// <summary>The connection of a node; null where it is not connected.</summary>
    public INodeChannel? Find(NodeId node) => _byNode.TryGetValue(node, out var session) ? session.Channel : null;

    private bool IsJoin(NodeMessage message, INodeChannel channel)
    {
        if (message is NodeMessage.Join join && join.Node.Id == channel.Node.Id && join.Node.Slots >= 1) return true;
        LogNoJoin(channel.Node.Name, channel.RemoteAddress, message.GetType().Name);
        return false;
    }

    [LoggerMessage(1023, LogLevel.Error, "The artifacts of {Attempt} could not be taken in from node {Node}; it is disconnected and reports them again")]
    private partial void LogNotFetched(Exception exception, AttemptKey attempt, string node);

    [LoggerMessage(1020, LogLevel.Information, "Node {Node} at {Address} left")]
    private partial void LogLeft(string node, string address);

    [LoggerMessage(1021, LogLevel.Warning, "The connection to node {Node} at {Address} was cut: {Reason}")]
    private partial void LogCut(string node, string address, string reason);

    [LoggerMessage(1022, LogLevel.Warning, "Node {Node} at {Address} was disconnected: its first message must be a join under its own id with at least one slot, and was {Message}")]
    private partial void LogNoJoin(string node, string address, string message);
}
