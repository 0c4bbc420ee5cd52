using System.Text;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Tests.Watching;

public class LogLinesTests
{
    private static async Task<List<string>> ReadAsync(string text, int atOnce = int.MaxValue)
    {
        using var lines = new LogLines(new Trickle(Encoding.UTF8.GetBytes(text), atOnce));
        var read = new List<string>();
        while (await lines.ReadAsync(default) is { } line) read.Add(line);
        return read;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task Lines_are_those_that_a_reader_of_text_finds(int atOnce)
    {
        const string Text = "one\n\ntwo\r\nthree\rfour\n\r\n\r\rfünf é 😀\nsix";
        var expected = new List<string>();
        using var reader = new StringReader(Text);
        while (reader.ReadLine() is { } line) expected.Add(line);
        Assert.Equal(expected, await ReadAsync(Text, atOnce));
        Assert.Equal(["last"], await ReadAsync("last\n", atOnce));
        Assert.Empty(await ReadAsync("", atOnce));
    }

    [Fact]
    public async Task A_very_long_line_comes_in_pieces_that_are_all_of_it()
    {
        var text = new string('x', LogLines.Longest - 1) + "😀" + new string('y', 3 * LogLines.Longest);
        var read = await ReadAsync($"before\n{text}\nafter\n");
        Assert.Equal(("before", "after", text), (read[0], read[^1], string.Concat(read[1..^1])));
        Assert.All(read, piece => Assert.InRange(piece.Length, 1, LogLines.Longest));
        Assert.DoesNotContain(read, piece => char.IsHighSurrogate(piece[^1]));

        var exact = new string('x', LogLines.Longest);
        Assert.Equal([exact, "next"], await ReadAsync($"{exact}\r\nnext"));
    }

    // Gives so many bytes at once.
    private sealed class Trickle(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
