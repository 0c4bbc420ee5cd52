using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Secrets;

namespace LitePipeline.Hosting.Manager;

/// <summary>One connection of one node, with what waits to be sent on it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer holds nothing to release, and the loop may still end a session that has just ended by itself.")]
internal sealed class NodeSession(SessionId id, INodeChannel channel, SecretCourier secrets, int maxMessages)
{
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<ManagerEffect.Send> _outgoing = System.Threading.Channels.Channel.CreateBounded<ManagerEffect.Send>(
        new BoundedChannelOptions(maxMessages) { SingleReader = true });

    public SessionId Id { get; } = id;

    public INodeChannel Channel { get; } = channel;

    public CancellationToken Ended => _end.Token;

    /// <summary>How many attempts' artifacts are fetched at once: the node answers so many streams, and logs and workspaces are among them.</summary>
    public SemaphoreSlim Fetches { get; } = new(4);

    /// <summary>Whether it was said that secrets are sent here for others to read.</summary>
    public bool IsToldPlain { get; set; }

    public string? EndReason { get; private set; }

    /// <summary>False when too much waits already.</summary>
    public bool TrySend(ManagerEffect.Send effect) => _outgoing.Writer.TryWrite(effect) || _end.IsCancellationRequested;

    public void End(string reason)
    {
        EndReason ??= reason;
        _outgoing.Writer.TryComplete();
        _end.Cancel();
    }

    /// <summary>Sends until the end. It never faults: a connection that takes nothing more ends the session.</summary>
    public async Task SendAllAsync()
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(Ended))
            {
                while (_outgoing.Reader.TryRead(out var effect))
                    if (await secrets.OpenAsync(effect, this) is { } message) await Channel.SendAsync(message, Ended);
            }
        }
        catch (Exception exception) when (exception is ProtocolException or OperationCanceledException or IOException)
        {
            End(exception.Message);
        }
    }
}
