using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Logging.Abstractions;

namespace LitePipeline.Hosting.Tests.Node;

/// <summary>
/// The power goes at every moment of a busy outbox's life. Whatever the disk then holds (each prefix of what was not flushed yet, with a last
/// sector of anything), each result whose keeping was promised and that was not forgotten is there, and none that was never added.
/// </summary>
public sealed class OutboxPowerLossTests : IDisposable
{
    private const int Sector = 512;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static AttemptKey Key(int number) => new(new TaskId(new Guid(number, 0, 0, new byte[8])), "an action", 1);

    private static ActionResult Result(int length) => new() { ReturnCode = 0, Data = JsonData.From(new { text = new string('x', length) }) };

    [Fact]
    public async Task What_was_promised_is_there_whatever_part_of_the_rest_reached_the_disk()
    {
        var disk = new WatchedDisk(watchesAppends: true);
        var random = new Random(19);
        await using (var outbox = Open(disk))
        {
            for (var number = 0; number < 30; number++)
            {
                disk.Adding(Key(number));
                await outbox.AddAsync(Key(number), Result(random.Next(600)));
                disk.Promised(Key(number));
                if (random.Next(3) > 0) Forget(outbox, disk, Key(random.Next(number + 1)));
            }
        }

        var (images, kept) = (0, 0);
        foreach (var moment in disk.Moments)
        {
            foreach (var image in moment.Images(random))
            {
                var held = OutboxJournal.Read(image).Held.Keys.ToHashSet();
                Assert.Superset(moment.Promised, held);
                Assert.Subset(moment.Added, held);
                images++;
                if (held.Count > moment.Promised.Count) kept++;
            }
        }

        Assert.True(images > 10_000 && kept > 100, $"{images} images were looked at, of which {kept} held more than was promised.");
    }

    [Fact]
    public async Task What_was_promised_is_there_when_the_file_is_being_made_smaller()
    {
        var disk = new WatchedDisk(watchesAppends: false);
        await using (var outbox = Open(disk))
        {
            for (var number = 0; number < 200; number++)
            {
                disk.Adding(Key(number));
                await outbox.AddAsync(Key(number), Result(20_000));
                disk.Promised(Key(number));
                if (number % 20 != 0) Forget(outbox, disk, Key(number));
            }
        }

        Assert.True(disk.Replaced > 1, $"It was made smaller {disk.Replaced} times.");
        foreach (var moment in disk.Moments)
        {
            // To the byte this is the first test's part; here each file is looked at whole, before and after.
            var held = OutboxJournal.Read(moment.Flushed).Held.Keys.ToHashSet();
            Assert.Superset(moment.Promised, held);
        }
    }

    [Fact]
    public async Task A_smaller_file_that_was_not_finished_is_of_no_consequence_at_any_length()
    {
        var path = _folder["outbox.log"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var outbox = Open(new OutboxFile(path)))
        {
            for (var number = 0; number < 3; number++) await outbox.AddAsync(Key(number), Result(100));
        }

        var smaller = OutboxJournal.ResultRecord(Key(2), Result(100));
        for (var length = 0; length <= smaller.Length; length++)
        {
            await File.WriteAllBytesAsync(path + ".new", smaller[..length]);
            using var file = new OutboxFile(path);
            Assert.Equal(3, OutboxJournal.Read(file.Open()).Held.Count);
        }

        using var last = new OutboxFile(path);
        last.Open();
        last.Replace([smaller]);
        last.Append(OutboxJournal.ResultRecord(Key(9), Result(1)), durable: true);
        Assert.Equal([Key(2), Key(9)], OutboxJournal.Read(await ReadAsync(path)).Held.Keys);
    }

    private static ResultOutbox Open(IOutboxFile file)
    {
        var outbox = new ResultOutbox(file, TaskScheduler.Default, TimeProvider.System, NullLogger<ResultOutbox>.Instance);
        outbox.Open();
        return outbox;
    }

    private static void Forget(ResultOutbox outbox, WatchedDisk disk, AttemptKey key)
    {
        disk.Forgotten(key);
        outbox.Forget(key);
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var open = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[open.Length];
        await open.ReadExactlyAsync(content);
        return content;
    }

    /// <summary>What was on the disk for sure at one moment, what was on its way there, and what had been promised.</summary>
    private sealed record Moment(byte[] Flushed, byte[] Pending, HashSet<AttemptKey> Promised, HashSet<AttemptKey> Added)
    {
        // Each prefix; and each cut in the middle of a sector whose rest is noise or nothing.
        public IEnumerable<byte[]> Images(Random random)
        {
            for (var length = 0; length <= Pending.Length; length++)
            {
                yield return [.. Flushed, .. Pending.AsSpan(0, length)];
                if (length % 16 != 0 || length == Pending.Length) continue;
                var noise = new byte[Math.Min(Sector - (Flushed.Length + length) % Sector, Pending.Length - length)];
                yield return [.. Flushed, .. Pending.AsSpan(0, length), .. noise];
                random.NextBytes(noise);
                yield return [.. Flushed, .. Pending.AsSpan(0, length), .. noise];
            }
        }
    }

    private sealed class WatchedDisk(bool watchesAppends) : IOutboxFile
    {
        private readonly Lock _lock = new();
        private readonly HashSet<AttemptKey> _promised = [], _added = [];
        private readonly List<byte> _content = [];
        private int _flushed;

        public List<Moment> Moments { get; } = [];

        public int Replaced { get; private set; }

        public string Path => "outbox.log";

        public long Length => _content.Count;

        public byte[] Open() => [.. _content];

        public void Append(byte[] bytes, bool durable)
        {
            lock (_lock)
            {
                _content.AddRange(bytes);
                if (watchesAppends) Note();
                if (durable) _flushed = _content.Count;
            }
        }

        public void Cut(long length) => throw new NotSupportedException("This disk takes all.");

        // A file takes another one's place whole or not at all: before it the old one is looked at, after it the new one.
        public void Replace(IReadOnlyCollection<byte[]> records)
        {
            lock (_lock)
            {
                Note();
                _content.Clear();
                foreach (var record in records) _content.AddRange(record);
                _flushed = _content.Count;
                Replaced++;
                Note();
            }
        }

        public void Adding(AttemptKey key)
        {
            lock (_lock) _added.Add(key);
        }

        public void Promised(AttemptKey key)
        {
            lock (_lock) _promised.Add(key);
        }

        public void Forgotten(AttemptKey key)
        {
            lock (_lock) _promised.Remove(key);
        }

        public void Dispose()
        {
        }

        private void Note() => Moments.Add(new Moment([.. _content[.._flushed]], [.. _content[_flushed..]], [.. _promised], [.. _added]));
    }
}
