using Microsoft.AspNetCore.Mvc;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Which part of a list a compatible route is asked for; the original takes a negative number for 0.</summary>
internal readonly record struct ListRange([FromQuery(Name = "offset")] string? OffsetText, [FromQuery(Name = "limit")] string? LimitText)
{
    public int Offset => Parameter.Count(OffsetText, "offset", negativeIsZero: true);

    public int Limit => Parameter.Count(LimitText, "limit", negativeIsZero: true);
}
