namespace LitePipeline.Core;

/// <summary>A part of a list, and how long the whole list is.</summary>
/// <param name="Items">The part, in the list's order.</param>
/// <param name="Total">The number of items in the whole list that match the query.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total);
