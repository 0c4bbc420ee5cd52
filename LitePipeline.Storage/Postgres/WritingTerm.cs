namespace LitePipeline.Storage.Postgres;

/// <summary>The right to write, which outlives the connection that it was taken by: its number, and how many commits the database has seen.</summary>
internal sealed class WritingTerm(long number, long commits)
{
    /// <summary>The term's number: the highest in the database counts, and every commit checks it.</summary>
    public long Number { get; } = number;

    /// <summary>The number of the last commit that is known to be made.</summary>
    public long Commits { get; private set; } = commits;

    /// <summary>Whether a commit after that one was sent and not answered.</summary>
    public bool IsUncertain { get; private set; }

    public void Committed() => (Commits, IsUncertain) = (Commits + 1, false);

    public void LostAnswer() => IsUncertain = true;

    /// <summary>Takes up what the database says after a lost connection.</summary>
    /// <returns>Whether the commit that was not answered had been made.</returns>
    public bool Settle(long commits)
    {
        var wasMade = IsUncertain && commits == Commits + 1;
        (Commits, IsUncertain) = (commits, false);
        return wasMade;
    }
}
