using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core.Statistics;

namespace LitePipeline.AspNetCore.Client;

public sealed partial class HttpPipelineManager
{
    /// <inheritdoc/>
    public Task<StatisticsView> GetStatisticsAsync(StatisticsQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new Address(Routes.V1.Statistics).With<StatisticsSpan>("span", query.Span).With("node", query.Node).With("since", query.Since?.ToString("O")).ToString();
        return _exchange.GetAsync(address, ApiJsonContext.Default.StatisticsView, cancellationToken);
    }
}
