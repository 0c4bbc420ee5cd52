using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>Answers stream requests by a test's function.</summary>
internal sealed class ScriptedStreams(Func<StreamRequest, Stream, CancellationToken, Task> write) : IStreamProvider
{
    public static ScriptedStreams None { get; } = new((request, _, _) => throw new StreamRefusedException($"There is no {request.GetType().Name} here."));

    public Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken) =>
        write(request, destination, cancellationToken);
}
