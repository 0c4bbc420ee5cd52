using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using CsCheck;
using LitePipeline.Core.Messages;
using LitePipeline.Fuzzing.Generation;
using LitePipeline.Transport.Tcp.Frames;
using LitePipeline.Transport.Tcp.Handshake;

namespace LitePipeline.Fuzzing.Frames;

/// <summary>What a peer may send: a greeting, then frames, each nearly right; or all of it spoiled.</summary>
internal static class FrameCases
{
    private static readonly Gen<uint> StreamId = Gen.Frequency((6, Gen.UInt[0, 3]), (1, Gen.UInt), (1, Gen.OneOfConst(uint.MaxValue, 0x80000000)));

    public static Gen<byte[]> After(Gen<byte[]> greeting, JsonTypeInfo messages)
    {
        var frames = Frame(messages).Array[0, 6].Select(Joined);
        Gen<byte[]> After(Gen<byte[]> then) => Gen.Select(Gen.Byte, greeting, then, (pieces, first, rest) => (byte[])[pieces, .. first, .. rest]);
        return Gen.Frequency((6, After(frames)), (8, After(frames.Spoiled())), (2, After(frames).Spoiled()), (1, Edits.Nothing));
    }

    /// <summary>The first bytes and the first frame of one end.</summary>
    public static Gen<byte[]> Greeting(FrameKind kind, JsonTypeInfo type, Gen<string> right)
    {
        var preface = Gen.Frequency((20, Gen.Const(Preface.Version)), (1, Gen.UShort)).Select(version =>
        {
            var bytes = new byte[Preface.Size];
            Preface.Write(bytes, version);
            return bytes;
        });
        var content = Gen.Frequency((20, right), (1, JsonTexts.Of(type))).Bytes();
        return Gen.Select(preface, content, (start, text) => (byte[])[.. start, .. Write(kind, 0, text)]);
    }

    private static Gen<byte[]> Frame(JsonTypeInfo messages)
    {
        var kinds = Gen.Frequency(
            (10, Of(FrameKind.Message, JsonTexts.Of(messages).Bytes())),
            (2, Of(FrameKind.Credit, Gen.Frequency((3, Gen.OneOfConst<byte[]>([0, 0, 0, 0], [0, 0, 0, 1], [255, 255, 255, 255])), (1, Gen.Byte.Array[0, 5])))),
            (1, Of(FrameKind.Heartbeat, Gen.Const<byte[]>([]))),
            (3, Of(FrameKind.StreamOpen, JsonTexts.Of(MessageJsonContext.Default.StreamRequest).Bytes())),
            (2, Of(FrameKind.StreamData, Gen.Byte.Array[0, 700])),
            (1, Of(FrameKind.StreamEnd, Gen.Const<byte[]>([]))),
            (1, Of(FrameKind.StreamRefuse, Edits.Nothing)),
            (1, Of(FrameKind.StreamCancel, Gen.Const<byte[]>([]))),
            (1, Of(FrameKind.Close, Gen.Const<byte[]>([]))),
            (1, Of(FrameKind.Refuse, JsonTexts.Of(HandshakeJsonContext.Default.Refusal).Bytes())),
            (1, Of(FrameKind.Hello, JsonTexts.Of(HandshakeJsonContext.Default.Hello).Bytes())));
        var lying = Gen.Select(kinds, Gen.OneOfConst<uint>(0, 1, 4096, 4097, 65536, int.MaxValue, 0x80000000, uint.MaxValue), (bytes, length) =>
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
            return bytes;
        });
        return Gen.Frequency((25, kinds), (1, lying), (1, Gen.Select(kinds, Gen.Byte, (bytes, kind) => { bytes[4] = kind; return bytes; })));
    }

    private static Gen<byte[]> Of(FrameKind kind, Gen<byte[]> content) => Gen.Select(StreamId, content, (stream, bytes) => Write(kind, kind is FrameKind.Message or FrameKind.Close or FrameKind.Heartbeat ? 0 : stream, bytes));

    private static byte[] Write(FrameKind kind, uint stream, byte[] content)
    {
        var writer = new ArrayBufferWriter<byte>();
        FrameWriter.Write(writer, kind, stream, content);
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Joined(byte[][] parts) => [.. parts.SelectMany(part => part)];
}
