using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using LitePipeline.Core.Actions;
using LitePipeline.Hosting.Logs;
using LitePipeline.Hosting.Packages;
using LitePipeline.Hosting.Tests.Node;

namespace LitePipeline.Hosting.Tests.Logs;

/// <summary>A log that has become too long, on this machine's file system.</summary>
public sealed class LogFileTests : IDisposable
{
    private const int Limit = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    private string Log => _folder[WorkspaceContract.StdoutFile];

    public void Dispose() => _folder.Dispose();

    // Lines that say at which offset they are.
    private static string Lines(long from, int count) => string.Concat(Enumerable.Range(0, count / 16).Select(line => $"{from + (line * 16L):d15}\n"));

    private static List<(long End, string Text)> ReadAll(LogReader reader)
    {
        var (parts, buffer) = (new List<(long, string)>(), new byte[10_000]);
        int count;
        while ((count = reader.Read(buffer)) > 0) parts.Add((reader.Offset, Encoding.UTF8.GetString(buffer, 0, count)));
        return parts;
    }

    [Fact]
    public void The_beginning_and_the_end_stay_at_their_offsets_and_the_disk_gets_the_rest_back()
    {
        var (limit, length) = (new LogLimit(Limit), 0L);
        // As it grows, it is cut again and again.
        for (var round = 0; round < 20; round++)
        {
            File.AppendAllText(Log, Lines(length, Limit / 2));
            length += Limit / 2;
            Assert.True(limit.Apply(Log));
            Assert.InRange(LogReader.Measure(Log), Math.Min(length, Limit - SparseFile.Alignment), Limit);
        }

        using var reader = LogReader.Open(Log, 0);
        var parts = ReadAll(reader);
        Assert.Equal(length, reader.Offset);
        Assert.StartsWith(Lines(0, 160), parts[0].Text, StringComparison.Ordinal);
        // Every line that stayed says where it is.
        Assert.All(parts, part => Assert.Contains(Lines((part.End - 16) / 16 * 16, 16)[..8], part.Text[^20..], StringComparison.Ordinal));
        using var late = LogReader.Open(Log, length / 2);
        Assert.True(late.Read(new byte[16]) == 16 && late.Offset > length - Limit);
    }

    [Fact]
    public void A_log_within_its_limit_is_left_alone()
    {
        File.WriteAllText(Log, Lines(0, Limit));
        Assert.True(new LogLimit(Limit).Apply(Log));
        Assert.True(new LogLimit(Limit).Apply(_folder["there is none"]));
        Assert.Equal(Limit, LogReader.Measure(Log));
    }

    [Fact]
    public async Task It_is_packed_with_a_line_in_the_place_of_what_is_missing_and_other_files_as_they_are()
    {
        File.WriteAllText(Log, Lines(0, 8 * Limit));
        // A file of the action's own has its holes for a reason.
        using (var sparse = File.Create(_folder["data.bin"])) sparse.SetLength(4 * Limit);
        new LogLimit(Limit).Apply(Log);
        using var packed = new MemoryStream();
        await PackageBuilder.PackWorkspaceAsync(_folder.Path, packed, CancellationToken.None);

        packed.Position = 0;
        using var tar = new TarReader(new GZipStream(packed, CompressionMode.Decompress));
        var files = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.DataStream is not { } data) continue;
            var content = new MemoryStream();
            data.CopyTo(content);
            files[Path.GetFileName(entry.Name)] = content.ToArray();
        }

        var log = Encoding.UTF8.GetString(files[WorkspaceContract.StdoutFile]);
        Assert.InRange(log.Length, Limit - SparseFile.Alignment, Limit + 200);
        Assert.StartsWith(Lines(0, 160), log, StringComparison.Ordinal);
        Assert.Contains(" bytes of output were left out here", log, StringComparison.Ordinal);
        Assert.EndsWith(Lines(8 * Limit - 160, 160), log, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', log);
        Assert.Equal(new byte[4 * Limit], files["data.bin"]);
    }

    [Theory]
    [InlineData("é", 2)]
    [InlineData("€", 3)]
    [InlineData("😀", 4)]
    public void Only_whole_characters_are_told(string text, int size)
    {
        var bytes = Encoding.UTF8.GetBytes("x" + text);
        Assert.Equal(1 + size, LogReader.WholeCharacters(bytes));
        for (var cut = 1; cut < size; cut++) Assert.Equal(1, LogReader.WholeCharacters(bytes.AsSpan(0, 1 + size - cut)));
    }

    [Fact]
    public void What_is_no_text_is_told_as_it_is() => Assert.Equal(3, LogReader.WholeCharacters([0xFF, 0x80, 0xBF]));
}
