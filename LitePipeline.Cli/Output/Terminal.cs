namespace LitePipeline.Cli.Output;

/// <summary>Whether people read what is written as it comes, or a file or another program takes it.</summary>
internal static class Terminal
{
    public static bool Is(TextWriter writer) =>
        (ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected) || (ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected);

    /// <summary>Whether colours may be written there: never into a pipe, and not where <c>NO_COLOR</c> is set.</summary>
    public static bool HasColours(TextWriter writer, Func<string, string?> environment) =>
        Is(writer) && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";

    /// <summary>Writes bytes as they are where the writer is the standard output, else as the text that they are.</summary>
    public static Stream Bytes(TextWriter writer) => ReferenceEquals(writer, Console.Out) ? Console.OpenStandardOutput() : new TextStream(writer);

    private sealed class TextStream(TextWriter writer) : Stream
    {
        private readonly System.Text.Decoder _decoder = System.Text.Encoding.UTF8.GetDecoder();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var text = new char[System.Text.Encoding.UTF8.GetMaxCharCount(buffer.Length)];
            writer.Write(text.AsSpan(0, _decoder.GetChars(buffer, text, flush: false)));
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => writer.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
