using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core;

namespace LitePipeline.Storage.Relational;

/// <summary>How values of the domain stand in columns.</summary>
internal static class SqlValues
{
    public static object Of(Guid id) => id.ToByteArray(bigEndian: true);

    public static object? Of(Guid? id) => id?.ToByteArray(bigEndian: true);

    public static object Of(bool value) => value ? 1L : 0L;

    public static object? Of(bool? value) => value is { } known ? Of(known) : null;

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

    /// <summary>A list as JSON; null where it is empty, as most are.</summary>
    public static object? Of<T>(ImmutableArray<T> list, JsonTypeInfo<ImmutableArray<T>> type) =>
        list.IsDefaultOrEmpty ? null : JsonSerializer.SerializeToUtf8Bytes(list, type);

    /// <summary>An object as JSON; null for none.</summary>
    public static object? Of<T>(T? value, JsonTypeInfo<T> type) where T : class => value is null ? null : JsonSerializer.SerializeToUtf8Bytes(value, type);

    public static Guid Id(byte[] column) => new(column, bigEndian: true);

    public static TId? Id<TId>(byte[]? column) where TId : struct, IGuidId<TId> => column is null ? null : TId.Create(Id(column));

    public static DateTimeOffset Time(long column) => new(column + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    public static DateTimeOffset? Time(long? column) => column is { } known ? Time(known) : null;

    public static JsonData Json(byte[]? column) => column is null ? default : JsonData.FromTrusted(column);

    public static T? Object<T>(byte[]? column, JsonTypeInfo<T> type) where T : class => column is null ? null : JsonSerializer.Deserialize(column, type);

    public static ImmutableArray<T> List<T>(byte[]? column, JsonTypeInfo<ImmutableArray<T>> type) =>
        column is null ? [] : JsonSerializer.Deserialize(column, type);
}
