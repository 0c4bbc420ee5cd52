using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class OutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IOptions<NodeOptions> _options;
    private readonly NodeData _data;

    public OutboxTests()
    {
        _options = Options.Create(new NodeOptions { DataPath = _folder["node"] });
        _data = new NodeData(_options);
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    private string Log => Path.Combine(_data.Root, "outbox.log");

    private ResultOutbox Outbox() => new(_data, _options, TimeProvider.System, NullLogger<ResultOutbox>.Instance);

    private static AttemptKey Key(int number) => new(new TaskId(new Guid(number, 0, 0, new byte[8])), "an action", 1);

    private static ActionResult Result(int number) => new()
    {
        ReturnCode = number,
        Data = JsonData.Parse($$"""{"n":{{number}}}"""),
        Actions = [new ActionDefinition { Name = $"next{number}", Main = "true" }],
        Failure = new ActionFailure(ActionFailureKind.Exit, "why"),
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public async Task Results_come_back_whole_and_forgotten_ones_do_not()
    {
        await using (var outbox = Outbox())
        {
            outbox.Open();
            for (var number = 0; number < 10; number++) await outbox.AddAsync(Key(number), Result(number));
            for (var number = 0; number < 9; number++) outbox.Forget(Key(number));
        }
        await using var next = Outbox();
        var (key, result) = Assert.Single(next.Open());
        Assert.Equal(Key(9), key);
        Assert.Equal("""{"n":9}""", result.Data.ToString());
        Assert.Equal("next9", Assert.Single(result.Actions).Name);
        Assert.Equal((9, new ActionFailure(ActionFailureKind.Exit, "why")), (result.ReturnCode!.Value, result.Failure!));
    }

    [Fact]
    public async Task A_tail_torn_or_changed_at_any_byte_costs_only_the_last_result_and_the_file_goes_on()
    {
        var marks = new List<long>();
        await using (var outbox = Outbox())
        {
            outbox.Open();
            for (var number = 0; number < 3; number++)
            {
                await outbox.AddAsync(Key(number), Result(number));
                marks.Add(new FileInfo(Log).Length);
            }
        }
        var whole = File.ReadAllBytes(Log);
        Assert.Equal(3, OutboxJournal.Read(whole).Held.Count);
        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(marks.Count(mark => mark <= length), OutboxJournal.Read(whole.AsSpan(0, length)).Held.Count);
        for (var place = (int)marks[1]; place < whole.Length; place++)
        {
            var changed = whole.ToArray();
            changed[place] ^= 0x55;
            Assert.Equal((2, (int)marks[1]), (OutboxJournal.Read(changed).Held.Count, OutboxJournal.Read(changed).Length));
        }
        File.WriteAllBytes(Log, whole[..^3]);
        await using (var outbox = Outbox())
        {
            Assert.Equal(2, outbox.Open().Count);
            await outbox.AddAsync(Key(7), Result(7));
        }
        await using var last = Outbox();
        Assert.Equal([Key(0), Key(1), Key(7)], last.Open().Keys.OrderBy(key => key.Task.Value));
    }

    [Fact]
    public async Task Forgotten_results_do_not_make_the_file_grow_for_ever()
    {
        var large = Result(1) with { Data = JsonData.From(new { text = new string('x', 10_000) }) };
        await using (var outbox = Outbox())
        {
            outbox.Open();
            await outbox.AddAsync(Key(-1), Result(-1));
            for (var number = 0; number < 500; number++)
            {
                await outbox.AddAsync(Key(number), large);
                outbox.Forget(Key(number));
            }
        }
        Assert.InRange(new FileInfo(Log).Length, 1, 2_000_000);
        await using var next = Outbox();
        Assert.Equal([Key(-1)], next.Open().Keys);
    }

    [Fact]
    public async Task Results_that_wait_together_are_all_written()
    {
        await using (var outbox = Outbox())
        {
            outbox.Open();
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => Task.Run(() => outbox.AddAsync(Key(number), Result(number)).AsTask())));
        }
        await using var next = Outbox();
        Assert.Equal(1000, next.Open().Count);
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_for_a_while_costs_no_result()
    {
        var time = new FakeTimeProvider();
        var file = new ReadOnlyForAWhile(new OutboxFile(Log), refusals: 3);
        await using (var outbox = new ResultOutbox(file, TaskScheduler.Default, time, NullLogger<ResultOutbox>.Instance))
        {
            outbox.Open();
            var adding = Task.WhenAll(outbox.AddAsync(Key(1), Result(1)).AsTask(), outbox.AddAsync(Key(2), Result(2)).AsTask());
            while (!adding.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            await adding;
        }

        await using var next = Outbox();
        Assert.Equal([Key(1), Key(2)], next.Open().Keys.OrderBy(key => key.Task.Value));
    }

    /// <summary>Takes half of what is appended and then refuses, as where a file becomes read-only.</summary>
    private sealed class ReadOnlyForAWhile(OutboxFile inner, int refusals) : IOutboxFile
    {
        private int _left = refusals;

        public string Path => inner.Path;

        public long Length => inner.Length;

        public byte[] Open() => inner.Open();

        public void Append(byte[] bytes, bool durable)
        {
            inner.Append(_left > 0 ? bytes[..(bytes.Length / 2)] : bytes, durable);
            Refuse();
        }

        public void Cut(long length)
        {
            Refuse();
            inner.Cut(length);
        }

        public void Replace(IReadOnlyCollection<byte[]> records) => inner.Replace(records);

        public void Dispose() => inner.Dispose();

        private void Refuse()
        {
            if (_left-- > 0) throw new UnauthorizedAccessException("Access to the path is denied.");
        }
    }
}
