using System.Runtime.InteropServices;
using LitePipeline.Core;

namespace LitePipeline.Storage.Relational;

/// <summary>How values of the domain stand in columns.</summary>
internal static class SqlValues
{
    public static object Of(Guid id) => id.ToByteArray(bigEndian: true);

    public static object? Of(Guid? id) => id?.ToByteArray(bigEndian: true);

    public static object Of(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static object? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    public static object Of<TEnum>(TEnum value) where TEnum : struct, Enum => Convert.ToInt64(value, null);

    public static object? Of<TEnum>(TEnum? value) where TEnum : struct, Enum => value is { } known ? Of(known) : null;

    public static object? Of(JsonData json)
    {
        if (json.IsEmpty) return null;
        // Most values own their array; only a part of a larger one is copied.
        return MemoryMarshal.TryGetArray(json.Utf8, out var part) && part.Offset == 0 && part.Count == part.Array!.Length ? part.Array : json.Utf8.ToArray();
    }

    public static Guid Id(byte[] column) => new(column, bigEndian: true);


    public static DateTimeOffset Time(long column) => new(column + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    public static DateTimeOffset? Time(long? column) => column is { } known ? Time(known) : null;

    public static JsonData Json(byte[]? column) => column is null ? default : JsonData.FromTrusted(column);
}
