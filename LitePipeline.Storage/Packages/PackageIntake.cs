using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LitePipeline.Core;
using LitePipeline.Core.Packages;

namespace LitePipeline.Storage.Packages;

/// <summary>Reads an incoming package once: copies, measures and names it.</summary>
internal static class PackageIntake
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Copies <paramref name="content"/> to <paramref name="destination"/> and returns the name of what was copied.</summary>
    /// <param name="limitOption">What sets the limit, for the message.</param>
    /// <exception cref="PackageInvalidException">It is longer than <paramref name="limit"/>.</exception>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "SHA-1 is the version that users know; identity goes by SHA-256.")]
    public static async Task<PackageReference> CopyAsync(
        Stream content, Stream destination, PackageFormat format, long limit, string limitOption, CancellationToken cancellationToken)
    {
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long size = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (read > limit - size) throw new PackageInvalidException($"The package is longer than {limit} bytes. Make it smaller, or raise {limitOption}.");
                size += read;
                sha1.AppendData(buffer, 0, read);
                sha256.AppendData(buffer, 0, read);
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return new PackageReference(Hex(sha1), Hex(sha256), format, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
