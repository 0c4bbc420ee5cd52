using System.Collections.Immutable;
using LitePipeline.Core.Actions;

namespace LitePipeline.Core.Tasks;

/// <summary>What lies behind an action that did not end with its first attempt. Most actions have none.</summary>
internal sealed class ActionHistory
{
    // An action that fails for weeks must not fill its row.
    private const int MostKept = 100;

    public int Retries { get; set; }

    public int Losses { get; set; }

    /// <summary>When the attempt that it waits for under its retry may start.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public ImmutableArray<EarlierAttempt> Earlier { get; private set; } = [];

    /// <summary>What a row says of it; null where that is nothing.</summary>
    public static ActionHistory? Of(ActionRecord row) =>
        row is { Retries: 0, Losses: 0, RetryAt: null } && row.Earlier.IsDefaultOrEmpty
            ? null
            : new ActionHistory { Retries = row.Retries, Losses = row.Losses, RetryAt = row.RetryAt, Earlier = row.Earlier.IsDefault ? [] : row.Earlier };

    public void Add(EarlierAttempt attempt) => Earlier = With(Earlier, attempt);

    public void TakeBackLatest() => Earlier = Earlier.RemoveAt(Earlier.Length - 1);

    /// <summary>Earlier attempts and one more; of very many the oldest goes.</summary>
    public static ImmutableArray<EarlierAttempt> With(ImmutableArray<EarlierAttempt> earlier, EarlierAttempt attempt) =>
        earlier.IsDefaultOrEmpty ? [attempt]
        : earlier.Length < MostKept ? earlier.Add(attempt)
        : [.. earlier[^(MostKept - 1)..], attempt];
}
