using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;

namespace LitePipeline.Hosting.Node;

/// <summary>The form of the outbox's file: length, CRC-32 and a record each. A tail that was not written whole is no record.</summary>
internal static class OutboxJournal
{
    private const int HeaderSize = 8;
    private const byte Result = (byte)'R', Forgotten = (byte)'F';

    public static byte[] ResultRecord(AttemptKey attempt, ActionResult result) =>
        Record(Result, JsonSerializer.SerializeToUtf8Bytes(new NodeMessage.ActionFinished(attempt, result), MessageJsonContext.Default.NodeMessage));

    public static byte[] ForgottenRecord(AttemptKey attempt) =>
        Record(Forgotten, JsonSerializer.SerializeToUtf8Bytes(new ManagerMessage.AcknowledgeResult(attempt), MessageJsonContext.Default.ManagerMessage));

    /// <summary>Reads the results that were not forgotten, with their records, and how many bytes hold whole records.</summary>
    public static (Dictionary<AttemptKey, (ActionResult Result, byte[] Record)> Held, int Length) Read(ReadOnlySpan<byte> file)
    {
        var held = new Dictionary<AttemptKey, (ActionResult, byte[])>();
        var position = 0;
        while (TryTake(file[position..], out var payload, out var size))
        {
            if (payload[0] == Result && JsonSerializer.Deserialize(payload[1..], MessageJsonContext.Default.NodeMessage) is NodeMessage.ActionFinished finished)
                held[finished.Attempt] = (finished.Result, file.Slice(position, size).ToArray());
            else if (payload[0] == Forgotten && JsonSerializer.Deserialize(payload[1..], MessageJsonContext.Default.ManagerMessage) is ManagerMessage.AcknowledgeResult forgotten)
                held.Remove(forgotten.Attempt);
            position += size;
        }
        return (held, position);
    }

    private static bool TryTake(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> payload, out int size)
    {
        payload = default;
        size = 0;
        if (rest.Length < HeaderSize) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length <= 0 || length > rest.Length - HeaderSize) return false;
        payload = rest.Slice(HeaderSize, length);
        size = HeaderSize + length;
        return Crc32.HashToUInt32(payload) == BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
    }

    private static byte[] Record(byte kind, byte[] json)
    {
        var record = new byte[HeaderSize + 1 + json.Length];
        record[HeaderSize] = kind;
        json.CopyTo(record, HeaderSize + 1);
        BinaryPrimitives.WriteInt32LittleEndian(record, json.Length + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc32.HashToUInt32(record.AsSpan(HeaderSize)));
        return record;
    }
}
