using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LitePipeline.Hosting.Logs;

/// <summary>Reads a log that may grow and be cut meanwhile; what was left out is passed over.</summary>
internal sealed class LogReader : IDisposable
{
    private readonly SafeFileHandle _file;

    private LogReader(SafeFileHandle file, long offset)
    {
        _file = file;
        Offset = Math.Clamp(offset < 0 ? Length + offset : offset, 0, Length);
    }

    /// <summary>The offset of the byte after those that were read.</summary>
    public long Offset { get; private set; }

    /// <summary>How long the log is now, with what was left out of it.</summary>
    public long Length => RandomAccess.GetLength(_file);

    /// <summary>Opens a log; an offset beyond its end is its end, and a negative one counts back from there.</summary>
    public static LogReader Open(string path, long offset) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), offset);

    /// <summary>What stands for bytes that were left out, where a log is shown as one text.</summary>
    public static string Describe(long leftOut) => string.Create(
        CultureInfo.InvariantCulture, $"\n[{leftOut:N0} bytes of output were left out here: the node keeps the beginning and the end of a log (MaxLogBytes)]\n");

    /// <summary>How many bytes a log takes on the disk.</summary>
    public static long Measure(string path)
    {
        using var reader = Open(path, 0);
        var sum = 0L;
        while (reader.NextPart() is { } part) sum += part.Length;
        return sum;
    }

    /// <summary>Reads the next bytes; 0 where there are none for now. They end at <see cref="Offset"/>, and begin behind what was left out.</summary>
    public int Read(Span<byte> buffer)
    {
        while (true)
        {
            var length = Length;
            if (Offset >= length) return 0;
            Offset = SparseFile.NextData(_file, Offset, length);
            var count = RandomAccess.Read(_file, buffer, Offset);
            if (count == 0) return 0;
            // Asked after the reading: zeros of a part that was cut meanwhile are not what was written.
            count = (int)Math.Min(count, SparseFile.NextHole(_file, Offset) - Offset);
            Offset += count;
            if (count > 0) return count;
        }
    }

    /// <summary>Takes the last bytes back: they are read again with those that follow.</summary>
    public void Return(int count) => Offset -= count;

    /// <summary>The next part without a hole; null at the end.</summary>
    public (long Offset, long Length)? NextPart()
    {
        var length = Length;
        if (Offset >= length) return null;
        var from = SparseFile.NextData(_file, Offset, length);
        if (from >= length) return null;
        Offset = Math.Min(length, SparseFile.NextHole(_file, from));
        return (from, Offset - from);
    }

    /// <summary>How many of the bytes are whole characters in UTF-8; what is none counts as whole.</summary>
    public static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            if (Rune.DecodeFromUtf8(text[^back..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData) return text.Length - back;
        }

        return text.Length;
    }

    public void Dispose() => _file.Dispose();
}
