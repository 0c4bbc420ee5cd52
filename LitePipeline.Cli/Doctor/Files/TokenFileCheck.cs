using LitePipeline.Transport.Tcp.Handshake;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a file of tokens holds any.</summary>
internal sealed class TokenFileCheck(string file) : IDoctorCheck
{
    public string Name => "node_token_file";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken) => new([Look()]);

    private Finding Look()
    {
        try
        {
            return Finding.Ok($"{file} holds {ClusterToken.ReadLines([File.ReadAllBytes(file)]).Length} tokens");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Wrong($"{file} cannot be used: {failure.Message}", "Write a token into it, a line each, readable by the service's user.");
        }
    }
}
