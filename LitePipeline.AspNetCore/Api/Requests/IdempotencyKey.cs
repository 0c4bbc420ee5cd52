using System.Security.Cryptography;
using System.Text;
using LitePipeline.AspNetCore.Users;
using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>The header by which a caller says that a create repeats an earlier one.</summary>
/// <remarks>
/// The id of what is created follows from the key: a UUID of version 8 over the SHA-256 of <c>litepipeline</c>, the kind, the caller's name and
/// the key, as UTF-8 with a zero after each. A third group of <c>8000</c>, which the manager gives itself, is made <c>8001</c>. So no list of keys is kept, none expires, and the keys of two users never meet.
/// </remarks>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <summary>The id that the request's key stands for, or else the one that its body gives; null where it has neither.</summary>
    public static Guid? Id(HttpContext context, string kind, JsonBody body) => Id(context, kind) ?? Parameter.OptionalId(body.Text("id"), "id");

    /// <summary>The id that the request's key stands for; null where it has none.</summary>
    public static Guid? Id(HttpContext context, string kind)
    {
        if (!context.Request.Headers.TryGetValue(Header, out var given)) return null;
        if (given is not [{ Length: > 0 and <= MaxLength } key] || key.Any(letter => letter is < ' ' or > '~'))
            throw Parameter.Refuse(Header, $"{Header} is not one text of 1 to {MaxLength} ASCII characters; give one that is new for each thing to create, such as a UUID.");
        var caller = context.Features.Get<Caller>()?.Name ?? "";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"litepipeline\0{kind}\0{caller}\0{key}\0"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        // A third group of 8000 is the manager's own.
        if (hash[6] == 0x80 && hash[7] == 0) hash[7] = 1;
        return new Guid(hash[..16], bigEndian: true);
    }
}
