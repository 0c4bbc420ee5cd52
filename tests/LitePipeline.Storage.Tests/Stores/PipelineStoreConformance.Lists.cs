using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    public static TheoryData<string> Kinds => [.. NamedList.All.Select(list => list.Kind)];

    private static NamedList ListOf(string kind) => NamedList.All.Single(list => list.Kind == kind);

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lists_come_newest_first_and_in_pages(string kind)
    {
        const int count = 23;
        var list = ListOf(kind);
        // Not in the order of their numbers: it is these that count.
        await CommitAsync([.. Enumerable.Range(1, count).OrderBy(number => number * 7 % count).Select(number => list.Add(number, number % 2 == 0 ? "even" : "odd"))]);
        var all = Enumerable.Range(1, count).Select(number => (long)number).Reverse().ToList();
        var even = all.Where(number => number % 2 == 0).ToList();

        foreach (var offset in new[] { 0, 1, 10, count - 1, count, count + 1, int.MaxValue })
        {
            foreach (var limit in new[] { 0, 1, 10, count, int.MaxValue })
            {
                var (sequences, total) = await list.AskAsync(Store, null, offset, limit, null);
                Assert.Equal((string.Join(' ', all.Skip(offset).Take(limit == 0 ? count : limit)), count), (string.Join(' ', sequences), total));
                (sequences, total) = await list.AskAsync(Store, "even", offset, limit, null);
                Assert.Equal((string.Join(' ', even.Skip(offset).Take(limit == 0 ? count : limit)), even.Count), (string.Join(' ', sequences), total));
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_list_goes_on_after_the_last_item_seen_whatever_was_added_or_removed(string kind)
    {
        const int count = 23;
        var list = ListOf(kind);
        await CommitAsync([.. Enumerable.Range(1, count).Select(number => list.Add(number, number % 2 == 0 ? "even" : "odd"))]);
        var all = Enumerable.Range(1, count).Select(number => (long)number).Reverse().ToList();

        foreach (var after in new long[] { 0, 1, 2, 12, 13, count, count + 1, long.MaxValue })
        {
            foreach (var (name, offset, limit) in new[] { ((string?)null, 0, 5), ("even", 0, 0), ("odd", 2, 3), ("ev*", 1, 100), (null, 30, 1) })
            {
                var fitting = all.Where(number => name is null || number % 2 == (name == "odd" ? 1 : 0)).ToList();
                var (sequences, total) = await list.AskAsync(Store, name, offset, limit, after);
                var expected = fitting.Where(number => number < after).Skip(offset).Take(limit == 0 ? count : limit);
                Assert.Equal((string.Join(' ', expected), fitting.Count), (string.Join(' ', sequences), total));
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_list_may_begin_with_the_oldest_and_goes_on_in_that_order(string kind)
    {
        var list = ListOf(kind);
        await CommitAsync([.. Enumerable.Range(1, 9).Select(number => list.Add(number, number % 2 == 0 ? "even" : "odd"))]);
        foreach (var (name, offset, limit, after, expected) in new[] { ((string?)null, 0, 0, (long?)null, "1 2 3 4 5 6 7 8 9"), (null, 2, 3, null, "3 4 5"), ("even", 0, 2, 3, "4 6"), ("odd", 1, 0, 1, "5 7 9"), (null, 0, 5, 9, "") })
        {
            var (sequences, total) = await list.AskAsync(Store, name, offset, limit, after, oldestFirst: true);
            Assert.Equal((expected, name switch { null => 9, "even" => 4, _ => 5 }), (string.Join(' ', sequences), total));
        }
    }

    [Fact]
    public async Task Versions_go_on_after_the_last_one_seen()
    {
        await CommitAsync([new StoreChange.SaveApplication(Sample.Application(1)), new StoreChange.SaveVenv(Sample.Venv(1)), .. Enumerable.Range(1, 5).SelectMany(number => new StoreChange[]
        {
            new StoreChange.AddApplicationVersion(Sample.Version(1, number)), new StoreChange.AddVenvVersion(Sample.VenvVersion(1, number)),
        })]);
        var versions = await Store.QueryAsync(new ApplicationVersionQuery { After = 4, Limit = 2 }, CancellationToken.None);
        Assert.Equal([3, 2], versions.Items.Select(version => version.HistoryId));
        var venvs = await Store.QueryAsync(new VenvVersionQuery { After = 4, Limit = 2 }, CancellationToken.None);
        Assert.Equal([3, 2], venvs.Items.Select(version => version.HistoryId));
        Assert.Equal((5, 5), (versions.Total, venvs.Total));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_before_the_first_or_of_less_than_nothing_is_refused(string kind)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ListOf(kind).AskAsync(Store, null, -1, 1, null));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ListOf(kind).AskAsync(Store, null, 1, -1, null));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_star_stands_for_any_text_and_all_else_for_itself(string kind)
    {
        string[] names =
        [
            "nightly", "Nightly", "nightly report", "report", "night", "100%", "100", "under_score", "underXscore", "a?b", "aXb", "[abc]", "a", "b", "^a", "a]b", "a[b",
            @"back\slash", "it's", "\"quoted\"", "ünïcode", "Ünïcode", "日本語", "😀 smile", "two  spaces", " lead", "-1", "null", "a*b", "x-y",
        ];
        var list = ListOf(kind);
        await CommitAsync([.. names.Select((name, place) => list.Add(place + 1, name))]);

        foreach (var (pattern, expected) in new (string, string[])[]
        {
            ("*", names),
            ("**", names),
            ("nightly", ["nightly"]),
            ("night*", ["nightly", "nightly report", "night"]),
            ("*report", ["nightly report", "report"]),
            ("*ight*", ["nightly", "Nightly", "nightly report", "night"]),
            ("*night*rep*t", ["nightly report"]),
            ("N*", ["Nightly"]),
            ("NIGHTLY", []),
            ("100%", ["100%"]),
            ("%", []),
            ("100%*", ["100%"]),
            ("under_score", ["under_score"]),
            ("under_*", ["under_score"]),
            ("a?b", ["a?b"]),
            ("*?b", ["a?b"]),
            ("[abc]", ["[abc]"]),
            ("[abc]*", ["[abc]"]),
            ("*[*", ["[abc]", "a[b"]),
            ("*]*", ["[abc]", "a]b"]),
            ("a]*", ["a]b"]),
            ("^*", ["^a"]),
            (@"*\*", [@"back\slash"]),
            ("*'*", ["it's"]),
            ("*\"*", ["\"quoted\""]),
            ("ü*", ["ünïcode"]),
            ("*n*code", ["ünïcode", "Ünïcode"]),
            ("日*", ["日本語"]),
            ("*😀*", ["😀 smile"]),
            ("two *", ["two  spaces"]),
            (" *", [" lead"]),
            ("-1", ["-1"]),
            ("*-*", ["-1", "x-y"]),
            ("null", ["null"]),
            ("", []),
            ("no such*", []),
            ("*a*b*", ["a?b", "aXb", "[abc]", "a]b", "a[b", "a*b"]),
            ("a*********b", ["a?b", "aXb", "a]b", "a[b", "a*b"]),
        })
        {
            var (sequences, total) = await list.AskAsync(Store, pattern, 0, 0, null);
            Assert.Equal((pattern, string.Join(" | ", expected)), (pattern, string.Join(" | ", sequences.Reverse().Select(number => names[number - 1]))));
            Assert.Equal(expected.Length, total);
        }
    }

    [Fact]
    public async Task A_pattern_of_many_stars_is_answered_soon()
    {
        // A matcher that tries all ways to share the text among the stars would take years.
        await CommitAsync(new StoreChange.AddTask(Sample.Task(1) with { Name = new string('a', 255) }));
        var pattern = string.Concat(Enumerable.Repeat("*a", 60)) + "*b";
        var page = await Store.QueryAsync(new TaskQuery { Name = pattern }, CancellationToken.None).WaitAsync(Limit.Time);
        Assert.Equal(0, page.Total);
    }
}
