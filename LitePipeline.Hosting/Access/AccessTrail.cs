using System.Globalization;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Manager;
using LitePipeline.Hosting.Manager;

namespace LitePipeline.Hosting.Access;

/// <summary>Writes who came in and who did not into the audit trail of the manager in this process. A host with a sign-in of its own may note what happens there.</summary>
/// <remarks>
/// Safe for use by many threads. Nobody fills the disk by it: of what is the same within a minute the first is written at once and the number of
/// the others at its end, and of what differs no more than <see cref="MaxPerMinute"/> a minute, the rest as one number.
/// </remarks>
public sealed class AccessTrail : IDisposable
{
    /// <summary>How many different notes are written in one minute.</summary>
    public const int MaxPerMinute = 16;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<AccessNote, int> _seen = [];
    private readonly ManagerQueue _queue;
    private readonly ITimer _end;
    private int _others;

    internal AccessTrail(ManagerQueue queue, TimeProvider time)
    {
        _queue = queue;
        _end = time.CreateTimer(static trail => ((AccessTrail)trail!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes something. It does not wait: what is written is in the trail soon.</summary>
    public void Note(AccessNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var kind = note with { Details = null };
        lock (_lock)
        {
            if (_seen.Count == 0) _end.Change(Window, Timeout.InfiniteTimeSpan);
            if (_seen.TryGetValue(kind, out var more)) _seen[kind] = more + 1;
            else if (_seen.Count >= MaxPerMinute) _others++;
            else
            {
                _seen.Add(kind, 0);
                Write(note);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    /// <summary>Writes what was only counted so far; the next minute begins with the next note.</summary>
    internal void Flush()
    {
        lock (_lock)
        {
            foreach (var (kind, more) in _seen)
                if (more > 0) Write(kind with { Details = Counted(more, "more of these within a minute") });
            if (_others > 0) Write(new AccessNote("fail", "user", "anyone") { Details = Counted(_others, "more sign-ins and refusals within a minute, of other users or addresses") });
            _seen.Clear();
            _others = 0;
        }
    }

    private void Write(AccessNote note) => _ = _queue.PostAsync(
        new ManagerInput.NoteAccess(note.Verb, note.Noun, note.Name, note.Details) { Actor = new CommandActor(note.Actor, note.Origin) }, CancellationToken.None).AsTask();

    private static string Counted(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}");
}
