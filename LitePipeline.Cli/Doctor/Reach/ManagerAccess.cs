using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Doctor.Reach;

/// <summary>How a running manager is asked. Its client is made when it is first used: what is wrong with the authorities is then a finding.</summary>
internal sealed class ManagerAccess(ManagerAddress address, Credentials? credentials) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ManagerClient? _client;

    public ManagerAddress Address => address;

    public Credentials? Credentials => credentials;

    /// <exception cref="ToolException">The file of authorities cannot be used.</exception>
    public ManagerClient Client => _client ??= new ManagerClient(address, credentials);

    /// <summary>Asks one of the manager's own routes.</summary>
    /// <exception cref="ToolException">It does not answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(string route, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            return await Client.Remote.Http.GetAsync(new Uri(route, UriKind.Relative), late.Token);
        }
        catch (HttpRequestException failure)
        {
            throw ManagerHttp.Unreachable(address, failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw ToolException.Failed($"The manager at {address} takes connections and does not answer within {Patience.TotalSeconds:0} s: it hangs, is stopped (SIGSTOP), or its disk does not answer. Look at its log and at the machine.", failure);
        }
    }

    public void Dispose() => _client?.Dispose();
}
