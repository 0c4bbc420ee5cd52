using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Soak.Checks;

/// <summary>What the processes of actions themselves have written down.</summary>
internal sealed class AttemptJournal
{
    private readonly Dictionary<(TaskId Task, string Action), List<int>> _began = [];
    private readonly HashSet<AttemptKey> _ended = [];

    public AttemptJournal(string path)
    {
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            var words = line.Split(' ');
            var (task, action, attempt) = (new TaskId(Guid.Parse(words[1])), words[2], int.Parse(words[3], CultureInfo.InvariantCulture));
            if (words[0] == "ended") _ended.Add(new AttemptKey(task, action, attempt));
            else if (_began.TryGetValue((task, action), out var attempts)) attempts.Add(attempt);
            else _began.Add((task, action), [attempt]);
        }
    }

    /// <summary>How many processes began.</summary>
    public int Began => _began.Values.Sum(attempts => attempts.Count);

    /// <summary>The attempts of an action whose processes began, in order.</summary>
    public IReadOnlyList<int> Of(TaskId task, string action) => _began.GetValueOrDefault((task, action)) ?? [];

    /// <summary>Whether the attempt's process came to its end.</summary>
    public bool HasEnded(AttemptKey attempt) => _ended.Contains(attempt);

    /// <summary>No attempt is given to two processes.</summary>
    public void Check(Findings findings)
    {
        foreach (var ((task, action), attempts) in _began)
            findings.Check(attempts.Distinct().Count() == attempts.Count, "attempt", () => $"The task {task}'s action {action} began as {string.Join(", ", attempts)}: one number twice.");
    }
}
