using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Soak.Cluster;

namespace LitePipeline.Soak.Users;

/// <summary>How users ask the manager: again, with the same ids, until it answers.</summary>
internal sealed class Door(SoakCluster cluster, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private int _refused;
    private int _unanswered;

    /// <summary>How often the manager said that it could not.</summary>
    public int Refused => _refused;

    /// <summary>How often no answer came.</summary>
    public int Unanswered => _unanswered;

    /// <summary>What it said when it could not, and how often.</summary>
    public Dictionary<string, int> Refusals { get; } = new(StringComparer.Ordinal);

    public async Task<T> AskAsync<T>(Func<IPipelineManager, Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask(cluster.Client);
            }
            catch (RequestRefusedException refused) when (refused.Code == ErrorCode.ServerException)
            {
                Note(refused.Message);
            }
            catch (HttpRequestException refused) when (refused.StatusCode is not null)
            {
                Note(refused.Message);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException or JsonException)
            {
                Interlocked.Increment(ref _unanswered);
            }

            await Task.Delay(Pause, time);
        }
    }

    private void Note(string refusal)
    {
        Interlocked.Increment(ref _refused);
        lock (Refusals) Refusals[refusal] = Refusals.GetValueOrDefault(refusal) + 1;
    }

    public Task AskAsync(Func<IPipelineManager, Task> ask) => AskAsync(async manager =>
    {
        await ask(manager);
        return true;
    });
}
