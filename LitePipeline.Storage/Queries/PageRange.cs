using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.Queries;

/// <summary>Which part of a list a query wants, checked.</summary>
/// <param name="Offset">How many items to pass over.</param>
/// <param name="Limit">How many items to return at the most.</param>
/// <param name="After">The number of the item after which the list goes on; null to begin with the first.</param>
/// <param name="OldestFirst">Whether the list begins with the lowest number.</param>
internal readonly record struct PageRange(int Offset, int Limit, long? After, bool OldestFirst)
{
    public static PageRange Of<T>(StoreQuery<T> query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Offset, nameof(query.Offset));
        ArgumentOutOfRangeException.ThrowIfNegative(query.Limit, nameof(query.Limit));
        return new PageRange(query.Offset, query.Limit == 0 ? int.MaxValue : query.Limit, query.After, query.OldestFirst);
    }
}
