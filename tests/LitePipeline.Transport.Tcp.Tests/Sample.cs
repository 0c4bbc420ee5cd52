using System.Collections.Immutable;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>Messages and requests for the tests. The attempt's number tells messages apart.</summary>
internal static class Sample
{
    private static readonly TaskId Task = new(Guid.Parse("3f0c9a53-5a35-4f0e-9a43-0d3a1f1f0001"));

    public static StreamRequest AnyStream { get; } = new StreamRequest.Package(new string('a', 64));

    public static StreamRequest LogStream { get; } =
        new StreamRequest.Log(new TaskFolder(Task, DateTimeOffset.UnixEpoch), "first", Offset: 7, Follow: true);

    public static NodeIdentity Identity(string name = "node") => new(new NodeId(Guid.NewGuid()), name);

    public static ManagerMessage ToNode(int number) => new ManagerMessage.AcknowledgeResult(new AttemptKey(Task, "first", number));

    public static NodeMessage ToManager(int number) =>
        new NodeMessage.ActionProgressed(new AttemptKey(Task, "first", number), 0.5, "half way");

    public static int Number(ManagerMessage message) => ((ManagerMessage.AcknowledgeResult)message).Attempt.Attempt;

    public static int Number(NodeMessage message) => ((NodeMessage.ActionProgressed)message).Attempt.Attempt;

    public static NodeMessage Large(int bytes)
    {
        var text = new byte[bytes + 2];
        text.AsSpan().Fill((byte)'x');
        text[0] = text[^1] = (byte)'"';
        var result = new ActionResult { ReturnCode = 0, Data = JsonData.FromTrusted(text), Actions = ImmutableArray<Core.Definitions.ActionDefinition>.Empty };
        return new NodeMessage.ActionFinished(new AttemptKey(Task, "large", 1), result);
    }
}
