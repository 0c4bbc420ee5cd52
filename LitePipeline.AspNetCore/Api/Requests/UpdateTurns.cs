namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Lets one change at a time read what is there and replace it, so that two changes of different fields both count.</summary>
internal sealed class UpdateTurns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
