using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The token that a node shows, held against the cluster's.</summary>
internal static class ClusterToken
{
    /// <summary>Takes the same time whatever is shown.</summary>
    public static bool Matches(string expected, string? shown)
    {
        // Hashes have one length, so not even the token's length can be timed.
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), left);
        SHA256.HashData(Encoding.UTF8.GetBytes(shown ?? ""), right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }

    /// <summary>The tokens of a file, a line each.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static string[] ReadLines(IReadOnlyList<byte[]> contents)
    {
        var lines = Encoding.UTF8.GetString(contents[0]).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 ? lines : throw new ArgumentException("The file has no line with a token.");
    }
}
