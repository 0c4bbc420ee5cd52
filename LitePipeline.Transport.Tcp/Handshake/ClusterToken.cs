using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>Compares the token that a node shows with the cluster's.</summary>
internal static class ClusterToken
{
    /// <summary>Takes the same time whatever is shown. Without an expected token every node may join.</summary>
    public static bool Matches(string? expected, string? shown)
    {
        if (string.IsNullOrEmpty(expected)) return true;
        // Hashes have one length, so not even the token's length can be timed.
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), left);
        SHA256.HashData(Encoding.UTF8.GetBytes(shown ?? ""), right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }
}
