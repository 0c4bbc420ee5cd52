using System.IO.Pipelines;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.InProcess;

/// <summary>One stream on its way: the provider writes into a pipe that the asker reads.</summary>
internal sealed class StreamTransfer
{
    private static readonly PipeOptions Flow = new(
        pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, minimumSegmentSize: 16 * 1024, useSynchronizationContext: false);

    private readonly Pipe _pipe = new(Flow);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _connectionEnded;
    private readonly CancellationTokenSource _stop;

    private StreamTransfer(CancellationToken connectionEnded)
    {
        _connectionEnded = connectionEnded;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(connectionEnded);
    }

    public static async Task<Stream> StartAsync(
        IStreamProvider provider, StreamRequest request, CancellationToken connectionEnded, CancellationToken cancellationToken)
    {
        if (connectionEnded.IsCancellationRequested) throw InProcessConnection.ClosedException();
        var transfer = new StreamTransfer(connectionEnded);
        _ = Task.Run(() => transfer.AnswerAsync(provider, request), CancellationToken.None);
        try
        {
            await transfer._begun.Task.WaitAsync(cancellationToken);
        }
        catch (Exception)
        {
            transfer._stop.Cancel();
            throw;
        }
        return new TransferReader(transfer._pipe.Reader, transfer._stop, connectionEnded);
    }

    private async Task AnswerAsync(IStreamProvider provider, StreamRequest request)
    {
        // A provider that is busy elsewhere must not keep the asker waiting once the connection is over.
        var wake = _connectionEnded.Register(() =>
        {
            _begun.TrySetException(InProcessConnection.ClosedException());
            _pipe.Reader.CancelPendingRead();
        });
        var failure = await WriteAsync(provider, request);
        if (failure is null) _begun.TrySetResult();
        else _begun.TrySetException(failure);
        await _pipe.Writer.CompleteAsync(failure);
        await wake.DisposeAsync();
    }

    private async Task<Exception?> WriteAsync(IStreamProvider provider, StreamRequest request)
    {
        try
        {
            await provider.WriteAsync(request, new TransferWriter(_pipe.Writer, _begun, _stop.Token), _stop.Token);
            return null;
        }
        catch (StreamRefusedException refused)
        {
            return refused;
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return InProcessConnection.ClosedException();
        }
        catch (Exception failure)
        {
            return new StreamRefusedException($"The other end broke off: {failure.Message}", failure);
        }
    }
}
