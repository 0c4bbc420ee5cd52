using System.Globalization;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;
using Microsoft.AspNetCore.Mvc;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Which part of a list is wanted: so many after the first so many, or after the last one seen, which stays true while the list grows.</summary>
internal readonly record struct Paging(
    [FromQuery(Name = "offset")] string? OffsetText, [FromQuery(Name = "limit")] string? LimitText, [FromQuery(Name = "after")] string? AfterText, [FromQuery(Name = "order")] string? OrderText)
{
    public int Offset => Parameter.Count(OffsetText, "offset");

    public int Limit => Parameter.Count(LimitText, "limit");

    public long? After => Parameter.OptionalNumber(AfterText, "after");

    public bool OldestFirst => Parameter.OneOf<ListOrder>(OrderText, "order") == ListOrder.Oldest;

    /// <summary>The page with what continues the list.</summary>
    public PagePayload<T> Answer<T>(Page<T> page, Func<T, long> position) => new(
        page.Items,
        page.Total,
        Limit > 0 && page.Items.Count == Limit ? position(page.Items[^1]).ToString(CultureInfo.InvariantCulture) : null);
}

/// <summary>What a list begins with.</summary>
internal enum ListOrder
{
    Newest,
    Oldest,
}
