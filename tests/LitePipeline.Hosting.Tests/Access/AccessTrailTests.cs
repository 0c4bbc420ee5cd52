using LitePipeline.Core.Manager;
using LitePipeline.Hosting.Access;
using LitePipeline.Hosting.Manager;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Access;

public sealed class AccessTrailTests : IDisposable
{
    private readonly ManagerQueue _queue = new();
    private readonly FakeTimeProvider _time = new();
    private readonly AccessTrail _trail;

    public AccessTrailTests() => _trail = new AccessTrail(_queue, _time);

    public void Dispose() => _trail.Dispose();

    private static AccessNote Failed(string address, string? user = null) => new("fail", "user", "anyone", address, user) { Details = "wrong" };

    private List<string> Written()
    {
        var written = new List<string>();
        while (_queue.Reader.TryRead(out var queued))
        {
            var note = Assert.IsType<ManagerInput.NoteAccess>(queued.Input);
            written.Add($"{note.Verb} {note.Noun} {note.Actor!.Name} {note.Actor.Origin} {note.Name}: {note.Details}");
        }

        return written;
    }

    [Fact]
    public void The_first_of_a_kind_is_written_at_once_and_the_others_of_its_minute_as_one_number()
    {
        for (var attempt = 0; attempt < 1000; attempt++) _trail.Note(Failed("10.0.0.7", "ann"));
        _trail.Note(Failed("10.0.0.8", "ann"));
        Assert.Equal(["fail user anyone 10.0.0.7 ann: wrong", "fail user anyone 10.0.0.8 ann: wrong"], Written());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["fail user anyone 10.0.0.7 ann: 999 more of these within a minute"], Written());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Written());
        _trail.Note(Failed("10.0.0.7", "ann"));
        Assert.Single(Written());
    }

    [Fact]
    public void However_many_addresses_call_a_minute_writes_a_bounded_number()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            for (var address = 0; address < 5000; address++)
            {
                _trail.Note(Failed($"10.0.{address / 250}.{address % 250}"));
                _trail.Note(Failed($"10.0.{address / 250}.{address % 250}"));
            }

            _time.Advance(TimeSpan.FromMinutes(1));
            var written = Written();
            // Once each, once for the rest of each, and once for all others.
            Assert.Equal(AccessTrail.MaxPerMinute * 2 + 1, written.Count);
            Assert.Equal($"fail user anyone  : {(5000 - AccessTrail.MaxPerMinute) * 2} more sign-ins and refusals within a minute, of other users or addresses", written[^1]);
        }
    }

    [Fact]
    public void What_was_only_counted_is_written_when_the_manager_stops()
    {
        for (var attempt = 0; attempt < 3; attempt++) _trail.Note(Failed("10.0.0.7"));
        _trail.Flush();
        Assert.Equal(["fail user anyone 10.0.0.7 : wrong", "fail user anyone 10.0.0.7 : 2 more of these within a minute"], Written());
    }
}
